"""Rooms of the house, and bookings made by the action."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest

from portal.booking import actions
from portal.booking.models import Booking, Part, Room
from portal.booking.rules import Ask, slot_on
from portal.db.base import db
from portal.db.unit import transaction
from portal.kernel import clock

TUESDAY = date(2026, 3, 10)


@pytest.fixture
def rooms(cast) -> dict[str, Room]:
    """Alder for ten, Hazel for six, Willow for two."""
    with transaction():
        made = [
            Room(
                slug=name.lower(), name=name, location_id=cast.house.id, capacity=seats, fire_capacity=seats + 2,
                amenities=["screen"], parts=[Part(location_id=cast.house.id, name=name)], position=position,
            )
            for position, (name, seats) in enumerate([("Alder", 10), ("Hazel", 6), ("Willow", 2)])
        ]  # fmt: skip
        db.session.add_all(made)
    return {room.slug: room for room in made}


@pytest.fixture
def book(rooms, cast) -> Callable[..., Booking]:
    """`book(ada, "alder", "10:00", "11:00")`: today unless another day is given."""

    def booked(by: Any, room: str, starts: str, ends: str, *, day: date = TUESDAY, **more: Any) -> Booking:
        edges = time.fromisoformat(starts), time.fromisoformat(ends)
        ask = Ask(room=room, slot=slot_on(day, *edges, cast.house.zone), **more)
        return actions.book(ask, by=by, at=clock.now())

    return booked
