"""The tables of helpdesk."""

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "ticket_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_number")),
    )
    # People say the number, so it has four digits from the first request on.
    op.execute("INSERT INTO ticket_number (id, last) VALUES (1, 1000)")
    op.create_table(
        "ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("shepherd_id", sa.Integer(), nullable=True),
        sa.Column("next_action", sa.String(length=200), nullable=False),
        sa.Column("next_action_on", sa.Date(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_response_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("channel IN ('portal', 'mail', 'walk_up', 'call', 'door', 'form')", name=op.f("ck_ticket_channel")),
        sa.CheckConstraint(
            "kind IN ('question', 'fault', 'complaint', 'wish', 'exception', 'introduction', 'enquiry')",
            name=op.f("ck_ticket_kind"),
        ),
        sa.CheckConstraint(
            "status IN ('received', 'acknowledged', 'in_hand', 'waiting_for_member', 'waiting_for_other', "
            "'answered', 'closed_confirmed', 'declined', 'merged', 'closed_no_word')",
            name=op.f("ck_ticket_status"),
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_ticket_number")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_ticket_member_id_member")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_ticket_room_id_room")),
        sa.ForeignKeyConstraint(["shepherd_id"], ["member.id"], name=op.f("fk_ticket_shepherd_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("number", name=op.f("uq_ticket_number")),
    )
    op.create_index("ix_ticket_member_id_received_at", "ticket", ["member_id", "received_at"], unique=False)
    op.create_index(op.f("ix_ticket_room_id"), "ticket", ["room_id"], unique=False)
    op.create_index(op.f("ix_ticket_shepherd_id"), "ticket", ["shepherd_id"], unique=False)
    op.create_index("ix_ticket_status_received_at", "ticket", ["status", "received_at"], unique=False)
    op.create_index(op.f("ix_ticket_waiting_since"), "ticket", ["waiting_since"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("is_internal", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["member.id"], name=op.f("fk_message_author_id_member")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_message_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("public_id", name=op.f("uq_message_public_id")),
    )
    op.create_index(op.f("ix_message_author_id"), "message", ["author_id"], unique=False)
    op.create_index("ix_message_ticket_id_id", "message", ["ticket_id", "id"], unique=False)
    op.create_table(
        "ticket_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("what IN ('moved', 'claimed')", name=op.f("ck_ticket_change_what")),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_ticket_change_by_id_member")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_change_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_change")),
    )
    op.create_index(op.f("ix_ticket_change_by_id"), "ticket_change", ["by_id"], unique=False)
    op.create_index("ix_ticket_change_ticket_id_id", "ticket_change", ["ticket_id", "id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_table("ticket_change")
    op.drop_table("message")
    op.drop_table("ticket")
    op.drop_table("ticket_number")
