"""The tables of directory."""

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "key_check",
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("proof", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_key_check")),
    )
    op.create_table(
        "note_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_note_reading_member_id_member")),
        sa.ForeignKeyConstraint(["reader_id"], ["member.id"], name=op.f("fk_note_reading_reader_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_reading")),
    )
    op.create_index("ix_note_reading_member_id_read_at", "note_reading", ["member_id", "read_at"], unique=False)
    op.create_index(op.f("ix_note_reading_reader_id"), "note_reading", ["reader_id"], unique=False)
    op.create_table(
        "personal_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=True),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("use_in_touch", sa.Boolean(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('family','pet','coffee','hobby','goal','work','access','met','other')", name=op.f("ck_personal_note_kind")
        ),
        sa.CheckConstraint("source IN ('member_wrote','told_us','public_page','noticed')", name=op.f("ck_personal_note_source")),
        sa.CheckConstraint("(ciphertext IS NULL) = (erased_at IS NOT NULL)", name=op.f("ck_personal_note_erased")),
        sa.ForeignKeyConstraint(["author_id"], ["member.id"], name=op.f("fk_personal_note_author_id_member")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_personal_note_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_note")),
        sa.UniqueConstraint("public_id", name=op.f("uq_personal_note_public_id")),
    )
    op.create_index(op.f("ix_personal_note_author_id"), "personal_note", ["author_id"], unique=False)
    op.create_index(op.f("ix_personal_note_key_id"), "personal_note", ["key_id"], unique=False)
    op.create_index(op.f("ix_personal_note_member_id"), "personal_note", ["member_id"], unique=False)
    op.create_table(
        "profile",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("pronouns", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=300), nullable=False),
        sa.Column("can_help_with", sa.JSON(), nullable=False),
        sa.Column("looking_for", sa.JSON(), nullable=False),
        sa.Column("preferred_channel", sa.String(length=20), nullable=False),
        sa.Column("birth_month", sa.Integer(), nullable=True),
        sa.Column("birth_day", sa.Integer(), nullable=True),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("may_remember", sa.Boolean(), nullable=True),
        sa.Column("found_by", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(birth_month IS NULL) = (birth_day IS NULL)", name=op.f("ck_profile_birthday_whole")),
        sa.CheckConstraint("birth_month BETWEEN 1 AND 12 AND birth_day BETWEEN 1 AND 31", name=op.f("ck_profile_birthday")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_profile_member_id_member"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_profile")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("profile")
    op.drop_table("personal_note")
    op.drop_table("note_reading")
    op.drop_table("key_check")
