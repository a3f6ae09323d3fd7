"""The tables of reminders."""

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "touch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("occasion_on", sa.Date(), nullable=False),
        sa.Column("fact", sa.String(length=120), nullable=False),
        sa.Column("best_by", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("suggested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by_id", sa.Integer(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("skipped_because", sa.String(length=300), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('handwritten_note', 'knock', 'call', 'coffee', 'hello')", name=op.f("ck_touch_kind")),
        sa.CheckConstraint(
            "reason IN ('first_day', 'welcome', 'first_booking', 'birthday', 'anniversary')", name=op.f("ck_touch_reason")
        ),
        sa.CheckConstraint("status <> 'skipped' OR skipped_because <> ''", name=op.f("ck_touch_skipped_because")),
        sa.CheckConstraint("status <> 'snoozed' OR snoozed_until IS NOT NULL", name=op.f("ck_touch_snoozed_until")),
        sa.CheckConstraint(
            "status IN ('suggested', 'claimed', 'written', 'snoozed', 'delivered', 'skipped')", name=op.f("ck_touch_status")
        ),
        sa.ForeignKeyConstraint(["claimed_by_id"], ["member.id"], name=op.f("fk_touch_claimed_by_id_member")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_touch_member_id_member")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["member.id"], name=op.f("fk_touch_settled_by_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touch")),
        sa.UniqueConstraint("key", name=op.f("uq_touch_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_touch_public_id")),
    )
    op.create_index(op.f("ix_touch_claimed_by_id"), "touch", ["claimed_by_id"], unique=False)
    op.create_index("ix_touch_member_id_suggested_at", "touch", ["member_id", "suggested_at"], unique=False)
    op.create_index(op.f("ix_touch_settled_by_id"), "touch", ["settled_by_id"], unique=False)
    op.create_index("ix_touch_status_best_by", "touch", ["status", "best_by"], unique=False)
    op.create_table(
        "touch_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("touch_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.String(length=300), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('suggested', 'claimed', 'written', 'snoozed', 'delivered', 'skipped')",
            name=op.f("ck_touch_change_status"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_touch_change_by_id_member")),
        sa.ForeignKeyConstraint(["touch_id"], ["touch.id"], name=op.f("fk_touch_change_touch_id_touch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touch_change")),
    )
    op.create_index(op.f("ix_touch_change_by_id"), "touch_change", ["by_id"], unique=False)
    op.create_index("ix_touch_change_touch_id_id", "touch_change", ["touch_id", "id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_table("touch_change")
    op.drop_table("touch")
