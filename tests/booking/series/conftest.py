"""Series as the tests make them: every Tuesday in Alder from 10 March 2026 on, in a house that is open every day."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from portal.booking.models import Booking
from portal.booking.rules import Ask
from portal.booking.series import actions, queries
from portal.booking.series.models import Series
from portal.booking.series.plan import Draft
from portal.booking.series.rules import read, slot_on
from portal.kernel import clock
from tests.booking.conftest import TUESDAY, hm

FOUR_WEEKS = "FREQ=WEEKLY;COUNT=4"
HOUR = timedelta(hours=1)


@pytest.fixture
def draft(rooms) -> Callable[..., Draft]:
    """`draft("alder", "10:00")`: an hour every Tuesday, four times."""

    def drawn(room: str = "alder", starts: str = "10:00", rule: str = FOUR_WEEKS, first: date = TUESDAY, **more) -> Draft:
        zone, choices = rooms[room].location.zone, more.pop("choices", {})
        ask = Ask(room=room, slot=slot_on(first, hm(starts), HOUR, zone), **more)
        return Draft(ask, first, read(rule, first), zone, choices)

    return drawn


@pytest.fixture
def repeat(draft) -> Callable[..., list[Booking]]:
    """`repeat(ada)`: the same, booked; its dates in order."""

    def repeated(by, *words, **more) -> list[Booking]:
        said = {name: more.pop(name) for name in ("once", "for_", "at") if name in more}
        first = actions.book(draft(*words, **more), by=by, **{"at": clock.now(), **said})
        assert first.series is not None
        return queries.live_dates(first.series)

    return repeated


def series_of(dates: list[Booking]) -> Series:
    """The series of these dates."""
    assert dates[0].series is not None
    return dates[0].series


def walls(dates: list[Booking]) -> list[str]:
    """03-10 10:00 alder, for each."""
    return [f"{each.starts_at.astimezone(each.room.location.zone):%m-%d %H:%M} {each.room.slug}" for each in dates]
