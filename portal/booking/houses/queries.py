"""Reads for setting locations up: how one stands now, and what is still to come in it."""

from datetime import datetime

from sqlalchemy import func, select

from portal.booking.houses.rules import DAYS, Place
from portal.booking.models import Booking, Room
from portal.booking.queries import LIVE
from portal.booking.rooms.queries import as_touched
from portal.booking.rooms.rules import Touched
from portal.booking.rules import LONGEST
from portal.db.base import db
from portal.house.models import Location
from portal.house.queries import hours_of
from portal.kernel.zones import local_date

SHOWN = 20
"""How many bookings a list of those in the way shows."""


def place_of(location: Location) -> Place:
    """The location as it is set up now."""
    weekly = hours_of(location).weekly
    return Place(
        name=location.name,
        place=location.place,
        address=location.address,
        zone_name=location.zone_name,
        phone=location.phone,
        hours=tuple(weekly.get(day, ()) for day in range(len(DAYS))),
    )


def coming(location: Location, at: datetime) -> list[Booking]:
    """The live bookings in the location that are not over, in order."""
    rooms = select(Room.id).where(Room.location_id == location.id)
    query = select(Booking).where(Booking.room_id.in_(rooms), Booking.status.in_(LIVE))
    bounded = query.where(Booking.starts_at > at - LONGEST, Booking.ends_at > at)
    return list(db.session.scalars(bounded.order_by(Booking.starts_at, Booking.id)))


def first_coming(location: Location, at: datetime) -> list[Touched]:
    """The first of them, as a list shows them."""
    return [as_touched(each) for each in coming(location, at)[:SHOWN]]


def outside(location: Location, at: datetime) -> list[Touched]:
    """What is booked for a time at which the house is not open, the days it stays closed apart."""
    hours = hours_of(location)
    found = []
    for each in coming(location, at):
        day = local_date(each.starts_at, location.zone)
        if not hours.why_closed(day) and not hours.is_open_throughout(each.slot, day):
            found.append(as_touched(each))
    return found


def slugs() -> set[str]:
    """Every slug that is given."""
    return set(db.session.scalars(select(Location.slug)))


def rooms_in() -> dict[int, int]:
    """How many rooms in use each location has."""
    counted = select(Room.location_id, func.count().label("many")).where(Room.retired_at.is_(None)).group_by(Room.location_id)
    return {row.location_id: row.many for row in db.session.execute(counted)}
