"""Check-in: who came and how, whom we reminded, and how long a room is kept for whoever does not come."""

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""
    op.add_column("room", sa.Column("check_in_minutes", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("booking", sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True))
    # In words that both engines know, as for the series.
    op.execute(
        "ALTER TABLE booking ADD COLUMN checked_in_by_id INTEGER"
        " CONSTRAINT fk_booking_checked_in_by_id_member REFERENCES member (id)"
    )
    op.add_column("booking", sa.Column("checked_in_how", sa.String(length=10), nullable=False, server_default=""))
    op.add_column("booking", sa.Column("reminded_for", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take them away."""
    for column in ("reminded_for", "checked_in_how", "checked_in_by_id", "checked_in_at"):
        op.drop_column("booking", column)
    op.drop_column("room", "check_in_minutes")
