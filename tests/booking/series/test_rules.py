"""Which dates a rule means: against dateutil, at the ends of months, over clock changes, within its limits."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from portal.booking.series.rules import MOST_DATES, Freq, Pattern, dates, horizon, parsed, read, slot_on
from portal.kernel.errors import Invalid
from portal.kernel.zones import SkippedTime

TUESDAY = date(2026, 3, 10)
HOUR = timedelta(hours=1)


def days_of(text: str, first: date = TUESDAY, **end) -> list[date]:
    return dates(read(text, first, **end), first)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("FREQ=DAILY;COUNT=3", ["2026-03-10", "2026-03-11", "2026-03-12"]),
        ("FREQ=DAILY;INTERVAL=10;UNTIL=20260331", ["2026-03-10", "2026-03-20", "2026-03-30"]),
        ("FREQ=WEEKLY;COUNT=2", ["2026-03-10", "2026-03-17"]),
        ("FREQ=WEEKLY;BYDAY=MO,TH;COUNT=3", ["2026-03-12", "2026-03-16", "2026-03-19"]),
        ("FREQ=WEEKLY;BYDAY=TU,TH;INTERVAL=2;COUNT=4", ["2026-03-10", "2026-03-12", "2026-03-24", "2026-03-26"]),
        ("FREQ=MONTHLY;BYDAY=2TU;COUNT=3", ["2026-03-10", "2026-04-14", "2026-05-12"]),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", ["2026-03-27", "2026-04-24"]),
        ("FREQ=MONTHLY;COUNT=2", ["2026-03-10", "2026-04-10"]),
        ("RRULE:freq=monthly;bymonthday=15;until=2026-05-15;", ["2026-03-15", "2026-04-15", "2026-05-15"]),
    ],
)
def test_a_rule_means_these_dates(text, found):
    assert [str(day) for day in days_of(text)] == found


@pytest.mark.parametrize(("day", "months"), [(29, [1, 3, 4, 5]), (30, [1, 3, 4, 5]), (31, [1, 3, 5, 7])])
def test_months_without_the_day_are_left_out(day, months):
    found = days_of("FREQ=MONTHLY;COUNT=4", date(2026, 1, day))
    assert [(each.month, each.day) for each in found] == [(month, day) for month in months]


def test_a_leap_year_has_its_29_february():
    assert date(2028, 2, 29) in days_of("FREQ=MONTHLY;BYMONTHDAY=29;UNTIL=20280301", date(2028, 1, 29))


def test_a_fifth_tuesday_comes_only_in_months_that_have_one():
    assert [str(day) for day in days_of("FREQ=MONTHLY;BYDAY=5TU;COUNT=3")] == ["2026-03-31", "2026-06-30", "2026-09-29"]


@given(
    first=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(sorted).map(tuple),
    freq=st.sampled_from(Freq),
    interval=st.integers(1, 6),
    shape=st.tuples(st.sampled_from([1, 2, 3, 4, 5, -1]), st.integers(1, 31), st.booleans()),
)
def test_the_dates_are_those_that_others_compute(first, weekdays, freq, interval, shape):
    nth, monthday, by_date = shape
    more: dict[str, Any] = {}
    if freq == Freq.WEEKLY:
        more = {"weekdays": weekdays}
    elif freq == Freq.MONTHLY:
        more = {"monthday": monthday} if by_date else {"weekdays": weekdays[:1], "nth": nth}
    pattern = Pattern(freq=freq, interval=interval, **more)
    last = horizon(first)
    rule = rrulestr(pattern.text, dtstart=datetime.combine(first, time()))
    expected = [
        moment.date() for moment in rule.between(datetime.combine(first, time()), datetime.combine(last, time()), inc=True)
    ]
    assert dates(pattern, first) == expected[:MOST_DATES]
    assert parsed(pattern.text) == pattern


# --- What is refused ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "", "FREQ=YEARLY;COUNT=2", "COUNT=2", "FREQ=WEEKLY;BYDAY=XX;COUNT=2", "FREQ=WEEKLY;BYDAY=2TU;COUNT=2",
        "FREQ=MONTHLY;BYDAY=TU;COUNT=2", "FREQ=MONTHLY;BYDAY=6TU;COUNT=2", "FREQ=DAILY;INTERVAL=0;COUNT=2",
        "FREQ=DAILY;COUNT=-1", "FREQ=DAILY;COUNT=2;COUNT=3", "FREQ=DAILY;BYHOUR=9;COUNT=2", "FREQ=MONTHLY;BYMONTHDAY=32;COUNT=1",
        "FREQ=DAILY;UNTIL=soon", "FREQ=MONTHLY;BYDAY=1MO,2TU;COUNT=3", "FREQ=WEEKLY;BYMONTHDAY=3;COUNT=2", "x" * 500,
    ],
)  # fmt: skip
def test_what_we_do_not_know_is_refused_at_its_field(text):
    with pytest.raises(Invalid) as refused:
        read(text, TUESDAY)
    assert refused.value.field == "repeats"


@pytest.mark.parametrize(
    ("text", "end", "says"),
    [
        ("FREQ=DAILY", {}, "When does it end?"),
        ("FREQ=DAILY", {"times": 105}, "more than {most} dates"),
        ("FREQ=DAILY", {"until": date(2026, 12, 31)}, "more than {most} dates"),
        ("FREQ=MONTHLY", {"until": date(2028, 3, 11)}, "ends within {years} years"),
        ("FREQ=MONTHLY", {"times": 30}, "ends within {years} years"),
        ("FREQ=DAILY", {"until": date(2026, 3, 9)}, "ends before it begins"),
        ("FREQ=MONTHLY;BYDAY=-1MO", {"until": date(2026, 3, 20)}, "no such date"),
    ],
)
def test_a_series_needs_an_end_within_reach(text, end, says):
    with pytest.raises(Invalid) as refused:
        read(text, TUESDAY, **end)
    assert refused.value.field == "until"
    assert says in refused.value.sentence.message


def test_104_dates_and_two_years_are_the_most():
    assert len(days_of("FREQ=DAILY", times=104)) == 104
    assert days_of("FREQ=MONTHLY", until=date(2028, 3, 10))[-1] == date(2028, 3, 10)


# --- Clock changes --------------------------------------------------------------------------------------------

CHANGES = [
    ("Europe/London", "2026-03-29", time(1, 30), "2026-10-25"),
    ("America/New_York", "2026-03-08", time(2, 30), "2026-11-01"),
    ("Australia/Lord_Howe", "2026-10-04", time(2, 15), "2026-04-05"),
    ("Africa/Casablanca", "2026-03-22", time(2, 30), "2026-02-15"),
]


@pytest.mark.parametrize(("name", "forward", "skipped", "back"), CHANGES)
def test_nine_stays_nine_over_a_clock_change(name, forward, skipped, back):
    zone = ZoneInfo(name)
    for change in (forward, back):
        first = date.fromisoformat(change) - timedelta(days=7)
        slots = [slot_on(day, time(9), HOUR, zone) for day in days_of("FREQ=WEEKLY;COUNT=3", first)]
        assert [slot.starts_at.astimezone(zone).time() for slot in slots] == [time(9)] * 3
        assert slots[2].starts_at - slots[0].starts_at != timedelta(weeks=2)


@pytest.mark.parametrize(("name", "forward", "skipped", "back"), CHANGES)
def test_a_time_that_the_clocks_skip_is_refused_for_that_date_alone(name, forward, skipped, back):
    zone, day = ZoneInfo(name), date.fromisoformat(forward)
    with pytest.raises(SkippedTime):
        slot_on(day, skipped, HOUR, zone)
    assert slot_on(day + timedelta(days=1), skipped, HOUR, zone).lasts == HOUR


@pytest.mark.parametrize(("name", "forward", "skipped", "back"), CHANGES)
def test_of_a_repeated_hour_the_first_is_taken(name, forward, skipped, back):
    zone = ZoneInfo(name)
    day = date.fromisoformat(back)
    start = datetime.combine(day, time(0), UTC) - timedelta(hours=14)
    walls = [(start + timedelta(minutes=n)).astimezone(zone) for n in range(0, 60 * 40, 5)]
    repeated = next(wall for wall in walls if wall.fold)
    assert slot_on(repeated.date(), repeated.time().replace(fold=0), HOUR, zone).starts_at < repeated.astimezone(UTC)
