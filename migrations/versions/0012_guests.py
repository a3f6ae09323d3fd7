"""Guests of a booking, and what it needs of the house's own offers."""

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""
    op.add_column("booking", sa.Column("wants", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "booking_guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_booking_guest_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_guest")),
        sa.UniqueConstraint("booking_id", "address", name=op.f("uq_booking_guest_booking_id_address")),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("booking_guest")
    op.drop_column("booking", "wants")
