"""Reads behind the lock: which parts, and who has them."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload, lazyload

from portal.booking.grid.rules import Stretch
from portal.booking.guard.rules import Clash
from portal.booking.models import Booking, Occupancy, Part, Room, room_part
from portal.booking.rules import LONGEST, MARGIN, Ask, Kind
from portal.db.base import db
from portal.house.models import Location
from portal.kernel.errors import NotFound
from portal.members.models import Member

SPACES = (
    select(Room, Part.id)
    .join(room_part, room_part.c.room_id == Room.id)
    .join(Part, Part.id == room_part.c.part_id)
    .where(Room.slug.in_(bindparam("slugs", expanding=True)))
    .order_by(Part.id)
    .options(joinedload(Room.location).options(lazyload(Location.openings), lazyload(Location.closures)))
)
# Sorted by part, so that two transactions lock in the same order. SQLite has no row locks and needs none: its one writer
# holds the whole file since BEGIN IMMEDIATE.
LOCK = SPACES.with_for_update(of=Part)
NEAR = (
    select(
        Occupancy.kind, Occupancy.starts_at, Occupancy.ends_at, Occupancy.setup_from, Occupancy.turned_until,
        Occupancy.booking_id, Booking.member_id, Booking.changed_at,
    )
    .outerjoin(Booking, Booking.id == Occupancy.booking_id)
    .where(Occupancy.part_id.in_(bindparam("parts", expanding=True)))
    .where(Occupancy.starts_at > bindparam("earliest"), Occupancy.starts_at < bindparam("latest"))
    .where(Occupancy.turned_until > bindparam("since"))
    .order_by(Occupancy.starts_at)
)  # fmt: skip


@dataclass(frozen=True)
class Space:
    """A room whose parts are ours until the transaction ends."""

    room: Room
    parts: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Claim:
    """Somebody asks for a room at a moment."""

    ask: Ask
    by: Member
    at: datetime


def locked(*slugs: str) -> dict[str, Space]:
    """The rooms as they are now, their parts locked until the transaction ends; NotFound if one is not there."""
    spaces: dict[str, Space] = {}
    for room, part in db.session.execute(LOCK, {"slugs": slugs}):
        spaces.setdefault(room.slug, Space(room)).parts.append(part)
    if spaces.keys() != set(slugs):
        raise NotFound
    return spaces


def clash(claim: Claim, space: Space, *, apart_from: int | None = None) -> Clash | None:
    """What is in the way of this claim, or None; a booking that is being moved is not in its own way."""
    slot, facts = claim.ask.slot, space.room.facts
    asked = {
        "parts": space.parts,
        "earliest": slot.starts_at - LONGEST - MARGIN,
        "latest": slot.ends_at + MARGIN,
        "since": slot.starts_at - MARGIN,
    }
    for row in db.session.execute(NEAR, asked):
        times = (row.starts_at, row.ends_at, row.setup_from, row.turned_until)
        stretch = Stretch(Kind(row.kind), *times, is_mine=row.member_id == claim.by.id)
        if stretch.bars(facts).overlaps(slot) and (apart_from is None or row.booking_id != apart_from):
            return Clash(stretch, row.changed_at)
    return None
