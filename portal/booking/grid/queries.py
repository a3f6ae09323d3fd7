"""Reads for the grids: tuples of columns, bounded on both sides, in as few statements as the page has kinds of things."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, case, extract, func, select

from portal.booking.grid.rules import Day, RoomDay, Stretch
from portal.booking.models import Booking, Occupancy, Part, Room, room_part
from portal.booking.rules import LONGEST, MARGIN, Kind, Privacy, RoomFacts, Status
from portal.db.base import db
from portal.house.models import Location
from portal.kernel.slots import Slot
from portal.kernel.zones import day_bounds
from portal.members.models import Member

ROOMS = select(
    Room.id, Room.slug, Room.name, Room.capacity, Room.fire_capacity, Room.amenities, Room.step_free,
    Room.setup_minutes, Room.turnover_minutes, Room.floor,
).where(Room.location_id == bindparam("location"), Room.retired_at.is_(None)).order_by(Room.position, Room.id)  # fmt: skip

# Both bounds are on starts_at, so that the index (part, starts_at) is read from one point to another however long the
# house has been open; the longest occupancy makes the lower bound safe.
TAKEN = (
    select(
        room_part.c.room_id, Occupancy.kind, Occupancy.starts_at, Occupancy.ends_at, Occupancy.setup_from, Occupancy.turned_until,
        Booking.public_id, Booking.member_id, Booking.title, Booking.privacy, Booking.people, Booking.status,
        Booking.room_id.label("booked_room_id"),
    )
    .select_from(room_part)
    .join(Occupancy, Occupancy.part_id == room_part.c.part_id)
    .outerjoin(Booking, Booking.id == Occupancy.booking_id)
    .where(room_part.c.room_id.in_(bindparam("rooms", expanding=True)))
    .where(Occupancy.starts_at > bindparam("earliest"), Occupancy.starts_at < bindparam("latest"))
    .where(Occupancy.turned_until > bindparam("since"), Occupancy.setup_from < bindparam("until"))
    .order_by(Occupancy.starts_at, Occupancy.id)
)  # fmt: skip
TAKEN_BY_WHOM: Select[Any] = TAKEN.add_columns(Member.name.label("who")).outerjoin(Member, Member.id == Booking.member_id)

STRIP = 14
HOW_MUCH_IS_TAKEN = (
    select(
        case(*((Occupancy.starts_at < bindparam(f"end_{n}"), n) for n in range(STRIP)), else_=STRIP).label("nth"),
        func.sum(extract("epoch", Occupancy.ends_at) - extract("epoch", Occupancy.starts_at)).label("seconds"),
        select(func.count()).where(Part.location_id == bindparam("location")).scalar_subquery().label("parts"),
    )
    .where(Occupancy.part_id.in_(select(Part.id).where(Part.location_id == bindparam("location"))))
    .where(Occupancy.starts_at >= bindparam("begin"), Occupancy.starts_at < bindparam(f"end_{STRIP - 1}"))
    .group_by("nth")
)


def taken_a_day(location: Location, first: date) -> list[timedelta]:
    """How much of the average part of a location is taken on each of fourteen dates; one statement."""
    bounds = [day_bounds(first + timedelta(days=n), location.zone) for n in range(STRIP)]
    asked = {"location": location.id, "begin": bounds[0][0], **{f"end_{n}": end for n, (_, end) in enumerate(bounds)}}
    found = {row.nth: timedelta(seconds=int(row.seconds)) / row.parts for row in db.session.execute(HOW_MUCH_IS_TAKEN, asked)}
    return [found.get(n, timedelta(0)) for n in range(STRIP)]


def day_of(location: Location, day: date, *, viewer: Member) -> Day:
    """All rooms of a location on a date, as this viewer may see them; two statements."""
    return Day(day, tuple(rooms_between(location, Slot(*day_bounds(day, location.zone)), viewer=viewer)))


def rooms_between(location: Location, span: Slot, *, viewer: Member) -> list[RoomDay]:
    """All rooms of a location and what of them is taken in the span."""
    rooms = [_facts(row) for row in db.session.execute(ROOMS, {"location": location.id})]
    taken = stretches([room.id for room in rooms], span, viewer=viewer)
    return [RoomDay(room, tuple(taken[room.id])) for room in rooms]


def week_of(room: Room, first: date, *, viewer: Member, days: int = 7) -> RoomDay:
    """One room from the first date on, as this viewer may see it; one statement."""
    zone = room.location.zone
    span = Slot(day_bounds(first, zone)[0], day_bounds(first + timedelta(days=days - 1), zone)[1])
    return RoomDay(room.facts, tuple(stretches([room.id], span, viewer=viewer)[room.id]))


def stretches(rooms: Iterable[int], span: Slot, *, viewer: Member) -> dict[int, list[Stretch]]:
    """What of these rooms is taken in the span, in order; a booking of several parts once."""
    found: dict[int, dict[tuple[object, ...], Stretch]] = defaultdict(dict)
    asked = {
        "rooms": list(rooms),
        "earliest": span.starts_at - LONGEST - MARGIN,
        "latest": span.ends_at + MARGIN,
        "since": span.starts_at,
        "until": span.ends_at,
    }
    is_staff = viewer.is_staff
    for row in db.session.execute(TAKEN_BY_WHOM if is_staff else TAKEN, asked):
        seen = _as_seen(row, viewer.id, is_staff=is_staff)
        found[row.room_id].setdefault((row.public_id, row.kind, row.starts_at, row.ends_at), seen)
    return defaultdict(list, {room: list(taken.values()) for room, taken in found.items()})


def _as_seen(row: Row[*tuple[Any, ...]], viewer_id: int, *, is_staff: bool) -> Stretch:
    """The row without what this viewer may not know."""
    times: tuple[datetime, datetime, datetime, datetime] = (row.starts_at, row.ends_at, row.setup_from, row.turned_until)
    is_mine = row.member_id == viewer_id
    if row.public_id is None:
        return Stretch(Kind(row.kind), *times)
    if row.booked_room_id != row.room_id:
        return Stretch(Kind(row.kind), *times, is_elsewhere=True)
    if not (is_mine or is_staff):
        return Stretch(Kind(row.kind), *times, title=row.title if row.privacy == Privacy.HOUSE else "")
    return Stretch(
        Kind(row.kind), *times, booking=row.public_id, title=row.title, people=row.people,
        who=row.who if is_staff else "", status=Status(row.status), is_mine=is_mine,
    )  # fmt: skip


def _facts(row: Row[*tuple[Any, ...]]) -> RoomFacts:
    return RoomFacts(
        id=row.id,
        slug=row.slug,
        name=row.name,
        capacity=row.capacity,
        fire_capacity=row.fire_capacity,
        amenities=frozenset(row.amenities),
        step_free=row.step_free,
        setup=timedelta(minutes=row.setup_minutes),
        turnover=timedelta(minutes=row.turnover_minutes),
        floor=row.floor,
    )
