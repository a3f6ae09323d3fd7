"""Reads of rooms and bookings; the name says for whom. The grids have their own, in `grid.queries`."""

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from portal.booking import policy
from portal.booking.models import Booking, Room
from portal.booking.rules import LONGEST, Status
from portal.db import once
from portal.db.base import db
from portal.house.models import Location
from portal.kernel.errors import NotFound
from portal.members.models import Member

LIVE = (Status.HELD, Status.CONFIRMED)
TOOK_PLACE = (*LIVE, Status.ENDED)
"""One that ended early is not live any more, and still has been."""


def rooms_of(location: Location) -> list[Room]:
    """The rooms of a location that are in use, in their order."""
    used = select(Room).where(Room.location_id == location.id, Room.retired_at.is_(None))
    return list(db.session.scalars(used.order_by(Room.position, Room.id)))


def room(slug: str) -> Room:
    """The room of this slug that is in use, or NotFound."""
    found = db.session.scalar(select(Room).where(Room.slug == slug, Room.retired_at.is_(None)))
    if found is None:
        raise NotFound
    return found


def booking_for(member: Member, public_id: str) -> Booking:
    """The booking, if this member may know of it; else NotFound, also when it exists."""
    found = db.session.scalar(select(Booking).where(Booking.public_id == public_id))
    if found is None or not policy.can_see(member, found):
        raise NotFound
    return found


def made_by_form(token: str, member: Member) -> Booking:
    """The booking that this form made already; AlreadyDone if it was not this member's form."""
    made = Booking.public_id == once.made_by(token)
    found = db.session.scalar(select(Booking).where(made, Booking.made_by_id == member.id))
    if found is None:
        raise once.AlreadyDone
    return found


def bookings_of(member: Member, *, since: datetime, until: datetime | None = None) -> list[Booking]:
    """The member's live bookings that are not over at `since` and begin before `until`, in order."""
    query = _live_since(since).where(Booking.member_id == member.id)
    return list(db.session.scalars(query.where(Booking.starts_at < until) if until else query))


def bookings_between(location: Location, start: datetime, end: datetime) -> list[Booking]:
    """Staff's view: every live booking of a location in this time, in order."""
    query = _live_since(start).where(Booking.starts_at < end)
    rooms = select(Room.id).where(Room.location_id == location.id)
    return list(db.session.scalars(query.where(Booking.room_id.in_(rooms)).options(selectinload(Booking.guests))))


def bookings_count_of(member: Member) -> int:
    """How many bookings the member has had or has, cancelled ones not counted."""
    query = select(func.count()).select_from(Booking)
    return db.session.scalar(query.where(Booking.member_id == member.id, Booking.status != Status.CANCELLED)) or 0


def _live_since(moment: datetime) -> Select[Booking]:
    bounded = select(Booking).where(Booking.starts_at > moment - LONGEST, Booking.ends_at > moment)
    return bounded.where(Booking.status.in_(TOOK_PLACE)).order_by(Booking.starts_at, Booking.id)
