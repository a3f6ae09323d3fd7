"""Which limits hold where."""

from collections import defaultdict
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CompoundSelect, Date, bindparam, null, select, type_coerce, union_all

from portal.booking.limits.rules import Ground
from portal.booking.models import Room
from portal.db.base import db
from portal.house.models import Closure, Location, Opening
from portal.house.rules import Hours

# The hours behind the lock, in one statement; the relations of Location would take two.
OPEN = select(
    Opening.weekday, Opening.opens, Opening.closes, type_coerce(null(), Date).label("closed_on"), null().label("reason")
)
CLOSED = select(null(), null(), null(), Closure.closed_on, Closure.reason)
HOURS: CompoundSelect[Any] = union_all(
    OPEN.where(Opening.location_id == bindparam("location")), CLOSED.where(Closure.location_id == bindparam("location"))
)


def ground_of(room: Room, *, now: datetime) -> Ground:
    """What the rules look at for this room."""
    return Ground(room.facts, hours_now(room.location), now)


def hours_now(location: Location) -> Hours:
    """The location's hours as they are in the database at this moment."""
    weekly: dict[int, list[tuple[time, time]]] = defaultdict(list)
    closed: dict[date, str] = {}
    for weekday, opens, closes, closed_on, reason in db.session.execute(HOURS, {"location": location.id}):
        if closed_on is None:
            weekly[weekday].append((opens, closes))
        else:
            closed[closed_on] = reason
    return Hours(location.zone, {weekday: tuple(sorted(stretches)) for weekday, stretches in weekly.items()}, closed)
