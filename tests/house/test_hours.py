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


def test_who_names_no_day_means_today_until_the_house_closes() -> None:
    during, after = between("18:00", "19:00").starts_at, between("18:00", "19:00").ends_at
    assert HOURS.next_open(during) == TUESDAY
    assert HOURS.next_open(after) == date(2026, 6, 17)


def test_on_a_closed_day_the_next_open_one_is_meant() -> None:
    thursday_evening = between("20:00", "21:00", date(2026, 6, 18)).starts_at
    assert HOURS.next_open(thursday_evening) == date(2026, 6, 22)


def test_a_house_that_never_opens_shows_today() -> None:
    assert Hours(LONDON, {}).next_open(between("09:00", "10:00").starts_at) == TUESDAY
