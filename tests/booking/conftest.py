"""The rooms of the tests: Alder and Birch with an open wall between them, and Cedar."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest

from portal.booking import actions, queries
from portal.booking.models import Booking, Occupancy, Part, Room
from portal.booking.rules import Ask, slot_on
from portal.db.base import db
from portal.db.unit import transaction
from portal.kernel import clock
from portal.kernel.slots import Slot

TUESDAY = date(2026, 3, 10)
"""The day on which the tests' clock stands, at 09:00."""


def hm(text: str) -> time:
    """09:30 as a time."""
    return time.fromisoformat(text)


def a_room(location, name: str, *, parts: list[Part] | None = None, capacity: int = 10, **facts: object) -> Room:
    """A room of that location, of its own part unless others are given."""
    return Room(
        slug=name.lower().replace(" + ", "-"),
        name=name,
        location_id=location.id,
        capacity=capacity,
        fire_capacity=facts.pop("fire_capacity", capacity + 2),
        amenities=facts.pop("amenities", ["screen"]),
        parts=parts or [Part(location_id=location.id, name=name)],
        **facts,
    )


@pytest.fixture
def rooms(cast) -> dict[str, Room]:
    """Alder for ten, Birch for four, both together for sixteen, Cedar for twelve and step-free."""
    house = cast.house
    with transaction():
        alder = a_room(house, "Alder", amenities=["screen", "video"], position=1)
        birch = a_room(house, "Birch", capacity=4, position=2)
        hall = a_room(house, "Hall", capacity=16, parts=[*alder.parts, *birch.parts], position=3)
        cedar = a_room(house, "Cedar", capacity=12, amenities=["screen", "video"], step_free=True, position=4)
        db.session.add_all([alder, birch, hall, cedar])
    return {room.slug: room for room in queries.rooms_of(house)}


@pytest.fixture
def asks(rooms) -> Callable[..., Ask]:
    """`asks("alder", "10:00", "11:00")`, today unless another day is given."""

    def ask(room: str, starts: str, ends: str, *, day: date = TUESDAY, **more) -> Ask:
        zone = rooms[room].location.zone
        return Ask(room=room, slot=slot_on(day, hm(starts), hm(ends), zone), **more)

    return ask


@pytest.fixture
def book(asks) -> Callable[..., Booking]:
    """`book(ada, "alder", "10:00", "11:00")`: by the action, now."""

    def booked(by, room: str, starts: str, ends: str, **more) -> Booking:
        words = {name: more.pop(name) for name in ("once", "for_", "at") if name in more}
        return actions.book(asks(room, starts, ends, **more), by=by, **{"at": clock.now(), **words})

    return booked


def taken(part_id: int) -> list[Slot]:
    """What of a part is taken, in order."""
    rows = db.session.query(Occupancy).filter_by(part_id=part_id).order_by(Occupancy.starts_at)
    return [Slot(row.starts_at, row.ends_at) for row in rows]


def said(moment: datetime, zone) -> str:
    """10:30, in the zone."""
    return f"{moment.astimezone(zone):%H:%M}"
