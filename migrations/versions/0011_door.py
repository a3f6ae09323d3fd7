"""The tablets beside rooms."""

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "door_device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("code_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=True),
        sa.Column("paired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_door_device_room_id_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_device")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_door_device_code_hash")),
        sa.UniqueConstraint("public_id", name=op.f("uq_door_device_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_door_device_token_hash")),
    )
    op.create_index(op.f("ix_door_device_room_id"), "door_device", ["room_id"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_table("door_device")
