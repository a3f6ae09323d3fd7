"""Reads for setting rooms up: retired ones too, the words for amenities, what is still to come."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.booking.models import Booking, Occupancy, Part, Room
from portal.booking.queries import LIVE
from portal.booking.rooms.rules import LEAST_PARTS, RoomPlan, Taking, Touched
from portal.booking.rules import LONGEST, MARGIN
from portal.booking.words import AMENITIES
from portal.db.base import db
from portal.house.models import Location
from portal.kernel.errors import NotFound


def rooms_at(location: Location) -> list[Room]:
    """Every room of the location in order, those that are retired last; with their parts."""
    order = (Room.retired_at.is_not(None), Room.position, Room.id)
    query = select(Room).where(Room.location_id == location.id).options(selectinload(Room.parts)).order_by(*order)
    return list(db.session.scalars(query))


def any_room(slug: str) -> Room:
    """The room of this slug, retired or not; or NotFound."""
    found = db.session.scalar(select(Room).where(Room.slug == slug).options(selectinload(Room.parts)))
    if found is None:
        raise NotFound
    return found


def plain_rooms(location: Location) -> list[Room]:
    """The rooms of one part each that are in use: what a combined room is made of."""
    return [room for room in rooms_at(location) if len(room.parts) < LEAST_PARTS and not room.retired_at]


def made_of(room: Room) -> tuple[Room, ...]:
    """The rooms that open into this one; none for a room of its own."""
    if len(room.parts) < LEAST_PARTS:
        return ()
    ours = {part.id for part in room.parts}
    around = rooms_at(room.location)
    return tuple(each for each in around if len(each.parts) < LEAST_PARTS and ours.issuperset(part.id for part in each.parts))


def part_of(room: Room) -> list[Room]:
    """The combined rooms in use that this one opens into."""
    ours = {part.id for part in room.parts}
    around = [each for each in rooms_at(room.location) if each.id != room.id and not each.retired_at]
    return [each for each in around if len(each.parts) > len(ours) and ours & {part.id for part in each.parts}]


def plan_of(room: Room) -> RoomPlan:
    """The room as it is set up now."""
    return RoomPlan(
        name=room.name,
        capacity=room.capacity,
        fire_capacity=room.fire_capacity,
        amenities=tuple(sorted(room.amenities)),
        step_free=room.step_free,
        setup_minutes=room.setup_minutes,
        turnover_minutes=room.turnover_minutes,
        check_in_minutes=room.check_in_minutes,
        floor=room.floor,
        position=room.position,
        known_as=room.known_as,
        made_of=tuple(sorted(each.slug for each in made_of(room))),
    )


def vocabulary() -> list[str]:
    """What the house calls the things in its rooms: the usual words, then its own in alphabetical order."""
    usual = [word for word in AMENITIES if word != "step-free"]
    own = {word for words in db.session.scalars(select(Room.amenities)) for word in words}
    return [*usual, *sorted(own.difference(usual))]


def slugs() -> set[str]:
    """Every slug that is given."""
    return set(db.session.scalars(select(Room.slug)))


def coming(room: Room, at: datetime) -> list[Booking]:
    """The room's live bookings that are not over, in order."""
    query = select(Booking).where(Booking.room_id == room.id, Booking.status.in_(LIVE))
    bounded = query.where(Booking.starts_at > at - LONGEST, Booking.ends_at > at)
    return list(db.session.scalars(bounded.order_by(Booking.starts_at, Booking.id)))


def takings(parts: Collection[int], at: datetime) -> list[Taking]:
    """What these parts are taken by from now on."""
    columns = (Occupancy.starts_at, Occupancy.ends_at, Occupancy.setup_from, Occupancy.turned_until)
    query = select(*columns, Occupancy.part_id, Occupancy.booking_id).where(Occupancy.part_id.in_(parts))
    bounded = query.where(Occupancy.starts_at > at - LONGEST - MARGIN, Occupancy.turned_until > at)
    return [Taking(*row) for row in db.session.execute(bounded)]


def touched(bookings: Collection[int]) -> list[Touched]:
    """These bookings, as a list shows them, in order."""
    query = select(Booking).where(Booking.id.in_(bookings)).order_by(Booking.starts_at, Booking.id)
    return [as_touched(each) for each in db.session.scalars(query)]


def as_touched(booking: Booking) -> Touched:
    """One line of such a list, with the house's wall clock."""
    zone = booking.room.location.zone
    times = (booking.starts_at.astimezone(zone), booking.ends_at.astimezone(zone))
    return Touched(booking.public_id, booking.room.name, booking.member.name, *times)


def parts_of(rooms: Collection[str], location: Location) -> list[Part]:
    """The parts of these rooms of the location; NotFound if one is not a room of its own there."""
    single = {room.slug: room.parts for room in plain_rooms(location)}
    if not set(rooms) <= single.keys():
        raise NotFound
    return sorted((part for slug in rooms for part in single[slug]), key=lambda part: part.id)
