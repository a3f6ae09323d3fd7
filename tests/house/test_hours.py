"""When the house is open."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from portal.house.rules import Hours
from portal.kernel.slots import Slot

LONDON = ZoneInfo("Europe/London")
WEEKLY = {weekday: ((time(8, 30), time(12, 0)), (time(13, 0), time(19, 0))) for weekday in range(5)}
HOURS = Hours(LONDON, WEEKLY, {date(2026, 6, 19): "Midsummer"})
TUESDAY = date(2026, 6, 16)


def between(begin: str, end: str, day: date = TUESDAY) -> Slot:
    """A slot by London wall clocks."""
    return Slot(*(datetime.combine(day, time.fromisoformat(mark), LONDON).astimezone(UTC) for mark in (begin, end)))


def test_a_slot_inside_one_open_stretch_is_open_throughout() -> None:
    assert HOURS.is_open_throughout(between("08:30", "12:00"), TUESDAY)


def test_a_slot_over_the_lunch_break_is_not() -> None:
    assert not HOURS.is_open_throughout(between("11:30", "13:30"), TUESDAY)


def test_a_closure_closes_the_day_and_says_why() -> None:
    midsummer = date(2026, 6, 19)
    assert HOURS.stretches(midsummer) == ()
    assert HOURS.why_closed(midsummer) == "Midsummer"


def test_a_weekday_without_hours_is_closed_without_a_reason() -> None:
    saturday = date(2026, 6, 20)
    assert HOURS.slots(saturday) == []
    assert HOURS.why_closed(saturday) == ""


def test_opening_stays_at_its_wall_time_over_a_clock_change() -> None:
    before, after = HOURS.slots(date(2026, 3, 27))[0], HOURS.slots(date(2026, 3, 30))[0]
    assert (before.starts_at.hour, after.starts_at.hour) == (8, 7)
