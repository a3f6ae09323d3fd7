"""Series: a rule that repeats, and which of its dates a booking stands for."""

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=120), nullable=False),
        sa.Column("zone_name", sa.String(length=64), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("lasts_minutes", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_on <= until_on", name=op.f("ck_series_order")),
        sa.CheckConstraint("lasts_minutes >= 1", name=op.f("ck_series_length")),
        sa.ForeignKeyConstraint(["made_by_id"], ["member.id"], name=op.f("fk_series_made_by_id_member")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_series_member_id_member")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_series_room_id_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("public_id", name=op.f("uq_series_public_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_series_uid")),
    )
    op.create_index(op.f("ix_series_member_id"), "series", ["member_id"], unique=False)
    # In words that both engines know: SQLite adds such a column without rebuilding the table that occupancies point to.
    op.execute("ALTER TABLE booking ADD COLUMN series_id INTEGER CONSTRAINT fk_booking_series_id_series REFERENCES series (id)")
    op.add_column("booking", sa.Column("series_date", sa.Date(), nullable=True))
    op.create_index("ix_booking_series_id_series_date", "booking", ["series_id", "series_date"], unique=True)


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_booking_series_id_series_date", "booking")
    op.drop_column("booking", "series_date")
    op.drop_column("booking", "series_id")
    op.drop_table("series")
