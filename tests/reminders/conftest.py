"""Touches of the cast, suggested by what has happened to them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from portal.booking.models import Booking, Part, Room
from portal.db.base import db
from portal.db.unit import transaction
from portal.kernel import clock
from portal.members.models import Role
from portal.reminders import actions, queries
from portal.reminders.models import Touch
from tests.cast import a_member


@pytest.fixture
def luis(cast) -> Any:
    """A second community manager."""
    with transaction():
        member = a_member("Luis Ortega", role=Role.COMMUNITY_MANAGER)
        db.session.add(member)
    return member


@pytest.fixture
def alder(cast) -> Room:
    """A room to book."""
    with transaction():
        part = Part(location_id=cast.house.id, name="Alder")
        room = Room(slug="alder", name="Alder", location_id=cast.house.id, capacity=10, fire_capacity=12, parts=[part])
        db.session.add(room)
    return room


@pytest.fixture
def booked(alder) -> Callable[..., Booking]:
    """`booked(ada)`: a booking as the facts see it, made now for tomorrow."""

    def book(member: Any, *, made_at: datetime | None = None, imported_key: str | None = None) -> Booking:
        made = made_at or clock.now()
        starts = datetime(2026, 3, 11, 10, tzinfo=UTC)
        with transaction():
            booking = Booking(
                room_id=alder.id, member_id=member.id, starts_at=starts, ends_at=starts + timedelta(hours=1),
                made_at=made, changed_at=made, made_by_id=member.id, imported_key=imported_key,
            )  # fmt: skip
            db.session.add(booking)
        return booking

    return book


@pytest.fixture
def settled_in(cast) -> None:
    """Everybody has been here for so long that nothing is to be said about it."""
    with transaction():
        for member in (cast.ada, cast.ben):
            member.joined_on = date(2020, 9, 1)


@pytest.fixture
def touch(cast, settled_in, booked) -> Touch:
    """A note for ada, because of her first booking."""
    booked(cast.ada)
    actions.suggest(at=clock.now())
    [found] = queries.touches_of(cast.ada)
    return found


def fresh(touch: Touch) -> Touch:
    """The touch as it is now."""
    db.session.rollback()
    return queries.touch(touch.public_id)
