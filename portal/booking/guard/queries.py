"""Reads behind the lock: which parts, and who has them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from portal.booking.grid.rules import Stretch
from portal.booking.guard.rules import Clash
from portal.booking.models import Booking, Occupancy, Part, Room, room_part
from portal.booking.rules import LONGEST, MARGIN, Ask, Kind
from portal.db.base import db
from portal.members.models import Member

# Sorted, so that two transactions lock the parts in the same order. SQLite has no row locks and needs none: its one
# writer holds the whole file since BEGIN IMMEDIATE.
LOCK = (
    select(room_part.c.room_id, Part.id)
    .join(Part, Part.id == room_part.c.part_id)
    .where(room_part.c.room_id.in_(bindparam("rooms", expanding=True)))
    .order_by(Part.id)
    .with_for_update(of=Part)
)
NEAR = (
    select(
        Occupancy.kind, Occupancy.starts_at, Occupancy.ends_at, Occupancy.setup_from, Occupancy.turned_until,
        Occupancy.booking_id, Booking.member_id, Booking.changed_at,
    )
    .outerjoin(Booking, Booking.id == Occupancy.booking_id)
    .where(Occupancy.part_id.in_(bindparam("parts", expanding=True)))
    .where(Occupancy.starts_at > bindparam("earliest"), Occupancy.starts_at < bindparam("latest"))
    .order_by(Occupancy.starts_at)
)  # fmt: skip


def locked_parts(*rooms: int) -> dict[int, list[int]]:
    """The ids of the rooms' parts by room, locked until the transaction ends."""
    parts: dict[int, list[int]] = {room: [] for room in rooms}
    for room, part in db.session.execute(LOCK, {"rooms": rooms}):
        parts[room].append(part)
    return parts


@dataclass(frozen=True)
class Claim:
    """Somebody asks for a room at a moment."""

    ask: Ask
    room: Room
    by: Member
    at: datetime


def clash(claim: Claim, parts: list[int], *, apart_from: int | None = None) -> Clash | None:
    """What is in the way of this claim, or None; a booking that is being moved is not in its own way."""
    slot, facts = claim.ask.slot, claim.room.facts
    asked = {"parts": parts, "earliest": slot.starts_at - LONGEST - MARGIN, "latest": slot.ends_at + MARGIN}
    for row in db.session.execute(NEAR, asked):
        times = (row.starts_at, row.ends_at, row.setup_from, row.turned_until)
        stretch = Stretch(Kind(row.kind), *times, is_mine=row.member_id == claim.by.id)
        if stretch.bars(facts).overlaps(slot) and (apart_from is None or row.booking_id != apart_from):
            return Clash(stretch, row.changed_at)
    return None
