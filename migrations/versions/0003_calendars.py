"""The tables of calendars."""

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "calendar_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("feed", sa.String(length=10), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetched_by", sa.String(length=40), nullable=False),
        sa.Column("fetch_count", sa.Integer(), nullable=False),
        sa.CheckConstraint("feed IN ('mine', 'room')", name=op.f("ck_calendar_link_feed")),
        sa.CheckConstraint("(feed = 'room') = (room_id IS NOT NULL)", name=op.f("ck_calendar_link_room")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_calendar_link_member_id_member")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_calendar_link_room_id_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_link")),
        sa.UniqueConstraint("public_id", name=op.f("uq_calendar_link_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_link_token_hash")),
    )
    op.create_index(op.f("ix_calendar_link_member_id"), "calendar_link", ["member_id"], unique=False)
    op.create_index(op.f("ix_calendar_link_room_id"), "calendar_link", ["room_id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_table("calendar_link")
