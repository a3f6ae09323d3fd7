"""Rooms with a photo, retired rooms, room groups, a location's country, and editions of what two people may edit."""

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""
    op.add_column("location", sa.Column("country", sa.String(length=2), nullable=False, server_default=""))
    op.add_column("location", sa.Column("subdivision", sa.String(length=10), nullable=False, server_default=""))
    op.add_column("location", sa.Column("edition", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("room", sa.Column("photo", sa.String(length=64), nullable=False, server_default=""))
    op.add_column("room", sa.Column("edition", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("room", sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "room_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_group")),
        sa.UniqueConstraint("name", name=op.f("uq_room_group_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_room_group_public_id")),
    )
    op.create_table(
        "room_group_room",
        sa.Column("room_group_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["room_group_id"], ["room_group.id"], name=op.f("fk_room_group_room_room_group_id_room_group"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_room_group_room_room_id_room"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("room_group_id", "room_id", name=op.f("pk_room_group_room")),
    )
    op.create_index(op.f("ix_room_group_room_room_id"), "room_group_room", ["room_id"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_table("room_group_room")
    op.drop_table("room_group")
    for column in ("retired_at", "edition", "photo"):
        op.drop_column("room", column)
    for column in ("edition", "subdivision", "country"):
        op.drop_column("location", column)
