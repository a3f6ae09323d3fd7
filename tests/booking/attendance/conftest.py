"""Cedar, where one checks in; the other rooms ask nobody."""

import pytest

from portal.db.unit import transaction
from portal.kernel import clock


@pytest.fixture
def cedar(rooms):
    """A room that is kept for ten minutes."""
    with transaction():
        rooms["cedar"].check_in_minutes = 10
    return rooms["cedar"]


@pytest.fixture
def coming(cedar, book, cast, at):
    """Ada has Cedar from 14:00 to 16:00; it is 13:50."""
    booking = book(cast.ada, "cedar", "14:00", "16:00", title="Merger with Tidewater")
    at("2026-03-10 13:50")
    return booking


@pytest.fixture
def now():
    """The clock of the test."""
    return clock.now
