"""The waitlist, and bookings that are held: for a yes by staff, or by who is first in line."""

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.add_column("room", sa.Column("needs_approval", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("room", sa.Column("approval_hours", sa.Integer(), nullable=False, server_default="4"))
    op.add_column("booking", sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("booking", sa.Column("held_for", sa.String(length=10), nullable=False, server_default=""))
    op.create_index(op.f("ix_booking_held_until"), "booking", ["held_until"], unique=False)
    op.create_table(
        "waiting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("any_room", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("earliest_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("latest_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("amenities", sa.JSON(), nullable=False),
        sa.Column("step_free", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("privacy", sa.String(length=10), nullable=False),
        sa.Column("needs", sa.String(length=600), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint("earliest_at < latest_at", name=op.f("ck_waiting_order")),
        sa.CheckConstraint("kind IN ('hold', 'tell')", name=op.f("ck_waiting_kind")),
        sa.CheckConstraint("minutes >= 1", name=op.f("ck_waiting_minutes")),
        sa.CheckConstraint("people >= 1", name=op.f("ck_waiting_people")),
        sa.CheckConstraint("privacy IN ('house', 'busy', 'hidden')", name=op.f("ck_waiting_privacy")),
        sa.CheckConstraint(
            "status IN ('waiting', 'offered', 'told', 'taken', 'lapsed', 'withdrawn')", name=op.f("ck_waiting_status")
        ),
        sa.CheckConstraint("status <> 'offered' OR booking_id IS NOT NULL", name=op.f("ck_waiting_offer")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_waiting_booking_id_booking")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_waiting_member_id_member")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_waiting_room_id_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting")),
        sa.UniqueConstraint("public_id", name=op.f("uq_waiting_public_id")),
    )
    op.create_index(op.f("ix_waiting_room_id"), "waiting", ["room_id"], unique=False)
    op.create_index(op.f("ix_waiting_booking_id"), "waiting", ["booking_id"], unique=False)
    op.create_index("ix_waiting_status_latest_at", "waiting", ["status", "latest_at"], unique=False)
    op.create_index("ix_waiting_member_id_status", "waiting", ["member_id", "status"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_table("waiting")
    op.drop_index(op.f("ix_booking_held_until"), table_name="booking")
    op.drop_column("booking", "held_for")
    op.drop_column("booking", "held_until")
    op.drop_column("room", "approval_hours")
    op.drop_column("room", "needs_approval")
