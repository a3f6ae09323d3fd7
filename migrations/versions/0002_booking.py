"""The tables of booking."""

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels = None
depends_on = None

LENGTH_SQLITE = """
    length(starts_at) = 26 AND length(ends_at) = 26 AND length(setup_from) = 26 AND length(turned_until) = 26
    AND ends_at <= strftime('%Y-%m-%d %H:%M:%f000', starts_at, '+7 days')
    AND starts_at <= strftime('%Y-%m-%d %H:%M:%f000', setup_from, '+4 hours')
    AND turned_until <= strftime('%Y-%m-%d %H:%M:%f000', ends_at, '+4 hours')
"""
LENGTH_POSTGRESQL = """
    ends_at - starts_at <= interval '7 days'
    AND starts_at - setup_from <= interval '4 hours'
    AND turned_until - ends_at <= interval '4 hours'
"""

# Of one part, no two [starts_at, turned_until) meet and no two [setup_from, ends_at). A third rule, for whole stretches
# from setup to turnover, would add turnover and setup up where two bookings meet; so the longer of the two counts.
GUARD_POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    """
    ALTER TABLE occupancy ADD CONSTRAINT occupancy_no_overlap
    EXCLUDE USING gist (part_id WITH =, tstzrange(starts_at, turned_until) WITH &&)
    """,
    """
    ALTER TABLE occupancy ADD CONSTRAINT occupancy_no_overlap_setup
    EXCLUDE USING gist (part_id WITH =, tstzrange(setup_from, ends_at) WITH &&)
    """,
)

# SQLite has no exclusion constraint, but one writer at a time, so a trigger sees all there is. It is enough to look at the
# nearest row on either side. Write s, e for starts_at, ends_at, and S <= s, T >= e for setup_from, turned_until; rows of a
# part in order of s. For neighbours i, i+1 the rules say T(i) <= s(i+1) and e(i) <= S(i+1) (that the later one came wholly
# first cannot be, for its e is after its s). If they hold for all neighbours, they hold for any i < j: T(i) <= s(i+1) <= s(j);
# and e(i) <= e(j-1), because e(k) <= T(k) <= s(k+1) < e(k+1), so e(i) <= e(j-1) <= S(j). A new row makes at most two new
# pairs of neighbours, and taking one away makes none that did not hold. Two rows cannot share s: the one found as the
# predecessor would have T > s. Both lookups are one step in the index (part_id, starts_at).
NEIGHBOURS_SQLITE = """
    EXISTS (
      SELECT 1 FROM (
        SELECT ends_at, turned_until FROM occupancy
        WHERE part_id = NEW.part_id AND starts_at <= NEW.starts_at {others} ORDER BY starts_at DESC LIMIT 1
      ) AS earlier WHERE earlier.turned_until > NEW.starts_at OR earlier.ends_at > NEW.setup_from
    ) OR EXISTS (
      SELECT 1 FROM (
        SELECT starts_at, setup_from FROM occupancy
        WHERE part_id = NEW.part_id AND starts_at > NEW.starts_at {others} ORDER BY starts_at LIMIT 1
      ) AS later WHERE NEW.turned_until > later.starts_at OR NEW.ends_at > later.setup_from
    )
"""
GUARD_SQLITE = (
    f"""
    CREATE TRIGGER occupancy_no_overlap_insert BEFORE INSERT ON occupancy
    WHEN {NEIGHBOURS_SQLITE.format(others="")}
    BEGIN SELECT RAISE(ABORT, 'occupancy_no_overlap'); END
    """,
    f"""
    CREATE TRIGGER occupancy_no_overlap_update
    BEFORE UPDATE OF part_id, setup_from, starts_at, ends_at, turned_until ON occupancy
    WHEN {NEIGHBOURS_SQLITE.format(others="AND id <> OLD.id")}
    BEGIN SELECT RAISE(ABORT, 'occupancy_no_overlap'); END
    """,
)


def upgrade() -> None:
    """Make them, and the guard of the rooms."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.create_table(
        "revision",
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_revision")),
    )
    op.create_table(
        "part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_part_location_id_location")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part")),
    )
    op.create_index(op.f("ix_part_location_id"), "part", ["location_id"], unique=False)
    op.create_table(
        "room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("fire_capacity", sa.Integer(), nullable=False),
        sa.Column("amenities", sa.JSON(), nullable=False),
        sa.Column("step_free", sa.Boolean(), nullable=False),
        sa.Column("setup_minutes", sa.Integer(), nullable=False),
        sa.Column("turnover_minutes", sa.Integer(), nullable=False),
        sa.Column("known_as", sa.String(length=120), nullable=False),
        sa.Column("floor", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity BETWEEN 1 AND fire_capacity", name=op.f("ck_room_capacity")),
        sa.CheckConstraint(
            "setup_minutes BETWEEN 0 AND 240 AND turnover_minutes BETWEEN 0 AND 240", name=op.f("ck_room_minutes")
        ),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_room_location_id_location")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("slug", name=op.f("uq_room_slug")),
    )
    op.create_index("ix_room_location_id_position", "room", ["location_id", "position"], unique=False)
    op.create_table(
        "booking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("privacy", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("needs", sa.String(length=600), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("imported_key", sa.String(length=200), nullable=True),
        sa.Column("busy_event", sa.LargeBinary(), nullable=True),
        sa.Column("own_event", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("privacy IN ('house', 'busy', 'hidden')", name=op.f("ck_booking_privacy")),
        sa.CheckConstraint("source IN ('portal', 'desk', 'import')", name=op.f("ck_booking_source")),
        sa.CheckConstraint("status IN ('held', 'confirmed', 'cancelled', 'released', 'ended')", name=op.f("ck_booking_status")),
        sa.CheckConstraint("people >= 1", name=op.f("ck_booking_people")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_booking_order")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_booking_company_id_company")),
        sa.ForeignKeyConstraint(["made_by_id"], ["member.id"], name=op.f("fk_booking_made_by_id_member")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_booking_member_id_member")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_booking_room_id_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
        sa.UniqueConstraint("imported_key", name=op.f("uq_booking_imported_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_booking_public_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_booking_uid")),
    )
    op.create_index(op.f("ix_booking_company_id"), "booking", ["company_id"], unique=False)
    op.create_index("ix_booking_member_id_starts_at", "booking", ["member_id", "starts_at"], unique=False)
    op.create_index("ix_booking_room_id_starts_at", "booking", ["room_id", "starts_at"], unique=False)
    op.create_index("ix_booking_starts_at", "booking", ["starts_at"], unique=False)
    op.create_table(
        "room_part",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["part_id"], ["part.id"], name=op.f("fk_room_part_part_id_part")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_room_part_room_id_room"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("room_id", "part_id", name=op.f("pk_room_part")),
    )
    op.create_index(op.f("ix_room_part_part_id"), "room_part", ["part_id"], unique=False)
    op.create_table(
        "occupancy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("setup_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("turned_until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("booking_id IS NOT NULL OR kind IN ('maintenance', 'closure')", name=op.f("ck_occupancy_whose")),
        sa.CheckConstraint("kind IN ('booking', 'hold', 'maintenance', 'closure')", name=op.f("ck_occupancy_kind")),
        sa.CheckConstraint(LENGTH_SQLITE if on_sqlite else LENGTH_POSTGRESQL, name=op.f("ck_occupancy_length")),
        sa.CheckConstraint(
            "setup_from <= starts_at AND starts_at < ends_at AND ends_at <= turned_until", name=op.f("ck_occupancy_order")
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_occupancy_booking_id_booking")),
        sa.ForeignKeyConstraint(["part_id"], ["part.id"], name=op.f("fk_occupancy_part_id_part")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupancy")),
    )
    op.create_index(op.f("ix_occupancy_booking_id"), "occupancy", ["booking_id"], unique=False)
    op.create_index("ix_occupancy_part_id_starts_at", "occupancy", ["part_id", "starts_at"], unique=False)
    for statement in GUARD_SQLITE if on_sqlite else GUARD_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """Drop them."""
    op.drop_table("occupancy")
    op.drop_table("room_part")
    op.drop_table("booking")
    op.drop_table("room")
    op.drop_table("part")
    op.drop_table("revision")
