"""Business time: the golden table, a count minute by minute as the oracle, and other people's mistakes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.business_time import DAY, BusinessHours, Span, between, due, elapsed, segments, span
from portal.kernel.slots import Slot

NEW_YORK, BERLIN = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")
ZONES = [
    *map(ZoneInfo, ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo")),
    ZoneInfo("Pacific/Apia"),
]
OFFICE = span("09:00", "18:00")
ROUND_THE_CLOCK = span("00:00", "24:00")


def weekdays(*spans, zone=NEW_YORK, special=None):
    return BusinessHours(zone, dict.fromkeys(range(5), spans), special or {})


def always(zone=NEW_YORK):
    return BusinessHours(zone, dict.fromkeys(range(7), (ROUND_THE_CLOCK,)))


def nights(zone=BERLIN):
    return BusinessHours(zone, dict.fromkeys(range(7), (span("22:00", "06:00"),)))


def wall(text, zone=NEW_YORK, fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


def pause(start, end):
    return Slot(wall(start).astimezone(UTC), wall(end).astimezone(UTC))


SPLIT = weekdays(span("08:00", "12:00"), span("13:30", "18:00"))
JULY = weekdays(OFFICE, special={date(2026, 7, 3): ()})
CHRISTMAS = weekdays(OFFICE, special={date(2026, 12, 24): (span("09:00", "12:00"),), date(2026, 12, 25): ()})
MIDDAY = [pause("2026-06-10 10:00", "2026-06-10 16:00")]
WEEKEND = [pause("2026-06-12 17:00", "2026-06-15 10:00")]
OVERLAPPING = [pause("2026-06-10 10:00", "2026-06-10 12:00"), pause("2026-06-10 11:00", "2026-06-10 13:00")]

GOLDEN = {
    "over the weekend": (weekdays(OFFICE), "2026-06-12 17:30", 60, (), wall("2026-06-15 09:30")),
    "from a Saturday": (weekdays(OFFICE), "2026-06-13 11:00", 60, (), wall("2026-06-15 10:00")),
    "exactly at close": (weekdays(OFFICE), "2026-06-12 18:00", 1, (), wall("2026-06-15 09:01")),
    "over a holiday": (JULY, "2026-07-02 17:30", 60, (), wall("2026-07-06 09:30")),
    "over lunch": (SPLIT, "2026-06-10 11:30", 60, (), wall("2026-06-10 14:00")),
    "a short day, then a holiday": (CHRISTMAS, "2026-12-24 11:30", 60, (), wall("2026-12-28 09:30")),
    "paused": (weekdays(OFFICE), "2026-06-10 09:30", 60, MIDDAY, wall("2026-06-10 16:30")),
    "paused over the weekend": (weekdays(OFFICE), "2026-06-12 16:30", 60, WEEKEND, wall("2026-06-15 10:30")),
    "paused twice at once": (weekdays(OFFICE), "2026-06-10 09:30", 60, OVERLAPPING, wall("2026-06-10 13:30")),
    "clocks forward": (always(), "2026-03-08 01:30", 60, (), wall("2026-03-08 03:30")),
    "clocks back": (always(), "2026-11-01 00:30", 120, (), wall("2026-11-01 01:30", fold=1)),
    "a day over spring": (always(), "2026-03-07 12:00", 1440, (), wall("2026-03-08 13:00")),
    "weekdays over spring": (weekdays(OFFICE), "2026-03-06 17:30", 60, (), wall("2026-03-09 09:30")),
}


@pytest.mark.parametrize("case", GOLDEN.values(), ids=GOLDEN.keys())
def test_the_golden_table(case):
    hours, start, minutes, pauses, expected = case
    assert due(wall(start), minutes, hours, pauses) == expected.astimezone(UTC)
    assert elapsed(wall(start), expected, hours, pauses) == timedelta(minutes=minutes)


def test_a_night_shift_over_both_clock_changes():
    assert due(wall("2026-03-28 23:00", BERLIN), 300, nights()) == wall("2026-03-29 05:00", BERLIN).astimezone(UTC)
    assert due(wall("2026-10-24 23:00", BERLIN), 300, nights()) == wall("2026-10-25 03:00", BERLIN).astimezone(UTC)


def test_without_open_hours_there_is_no_deadline():
    assert due(wall("2026-06-12 17:30"), 60, BusinessHours(NEW_YORK, {})) is None


def test_an_endless_pause_gives_no_deadline_either():
    endless = Slot(datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC))
    assert due(wall("2026-06-12 17:30"), 60, always(), [endless]) is None


def test_round_the_clock_is_not_closed_for_a_minute_at_midnight():
    start = wall("2026-06-12 23:00")
    assert due(start, 120, always()) == (start + timedelta(hours=2)).astimezone(UTC)


def test_a_holiday_is_the_local_date_on_both_sides_of_the_world():
    for name in ("Pacific/Kiritimati", "Pacific/Honolulu"):
        zone = ZoneInfo(name)
        hours = weekdays(ROUND_THE_CLOCK, zone=zone, special={date(2026, 7, 3): ()})
        assert due(wall("2026-07-02 23:30", zone), 60, hours) == wall("2026-07-06 00:30", zone).astimezone(UTC)


def test_due_at_closing_time_is_due_that_day():
    assert due(wall("2026-06-12 17:00"), 60, weekdays(OFFICE)) == wall("2026-06-12 18:00").astimezone(UTC)


def test_nothing_to_wait_for_is_due_at_once():
    assert due(wall("2026-06-13 17:00"), 0, weekdays(OFFICE)) == wall("2026-06-13 17:00").astimezone(UTC)


def test_backwards_no_time_has_passed():
    assert elapsed(wall("2026-06-12 12:00"), wall("2026-06-12 10:00"), weekdays(OFFICE)) == timedelta()


def test_an_edge_that_the_clocks_skip_moves_to_the_jump():
    hours = BusinessHours(NEW_YORK, {6: (span("02:30", "04:00"),)})
    [slot] = segments(hours, wall("2026-03-08 00:00").astimezone(UTC), wall("2026-03-08 23:00").astimezone(UTC))
    assert slot == Slot(wall("2026-03-08 03:00").astimezone(UTC), wall("2026-03-08 04:00").astimezone(UTC))


def test_times_of_the_house_become_spans():
    assert between(wall("2026-01-01 08:30").time(), wall("2026-01-01 19:00").time()) == Span(510, 1140)


@pytest.mark.parametrize("edges", [(-1, 10), (10, 10), (20, 10), (DAY, DAY + 10), (0, 2 * DAY + 1)])
def test_impossible_spans_are_refused(edges):
    with pytest.raises(ValueError, match="no span"):
        Span(*edges)


# --- The oracle: every minute asked by itself, with the wall clock as the only knowledge ------------------


def minutes_around(start, days):
    first = start.replace(second=0, microsecond=0) - timedelta(days=3)
    return [first + timedelta(minutes=n) for n in range((days + 6) * DAY)]


def open_minutes(hours, minutes):
    """Which of these minutes are open: from the first that shows the opening or later, to the last before the closing."""
    walls = [(minute, minute.astimezone(hours.zone).replace(tzinfo=None)) for minute in minutes]
    dates = sorted({shown.date() for _, shown in walls})
    found = set()
    for day in [dates[0] - timedelta(days=1), *dates]:
        midnight = datetime.combine(day, datetime.min.time())
        for each in hours.spans(day):
            opens, closes = midnight + timedelta(minutes=each.opens), midnight + timedelta(minutes=each.closes)
            since = [minute for minute, shown in walls if shown >= opens]
            until = [minute for minute, shown in walls if shown < closes]
            if since and until:
                found |= {minute for minute, _ in walls if since[0] <= minute <= until[-1]}
    return found


@st.composite
def spans(draw):
    opens = draw(st.integers(0, DAY - 1))
    return Span(opens, draw(st.integers(opens + 1, min(opens + DAY, 2 * DAY))))


CHANGES = ("2026-03-07", "2026-03-28", "2026-04-04", "2026-10-03", "2026-10-24", "2026-10-31", "2026-06-10", "2026-12-24")


@st.composite
def situations(draw):
    zone = draw(st.sampled_from(ZONES))
    day = date.fromisoformat(draw(st.sampled_from(CHANGES)))
    day_spans = st.lists(spans(), max_size=2).map(tuple)
    weekly = {weekday: draw(day_spans) for weekday in range(7)}
    special = draw(st.dictionaries(st.integers(0, 3).map(lambda n: day + timedelta(days=n)), day_spans, max_size=2))
    start = datetime.combine(day, datetime.min.time(), UTC) + timedelta(minutes=draw(st.integers(0, DAY)))
    edges = st.tuples(st.integers(-DAY, 2 * DAY), st.integers(1, DAY))
    pauses = [
        Slot(start + timedelta(minutes=first), start + timedelta(minutes=first + lasts))
        for first, lasts in draw(st.lists(edges, max_size=3))
    ]
    return BusinessHours(zone, weekly, special), start, pauses


@given(situations(), st.integers(1, 2000))
def test_it_counts_like_somebody_who_asks_every_minute(situation, minutes):
    hours, start, pauses = situation
    days = 2
    end = start + timedelta(days=days)
    is_open = open_minutes(hours, minutes_around(start, days))
    counted = sorted(
        minute
        for minute in is_open
        if start <= minute < end and not any(each.starts_at <= minute < each.ends_at for each in pauses)
    )
    assert elapsed(start, end, hours, pauses) == timedelta(minutes=len(counted))
    if minutes <= len(counted):
        assert due(start, minutes, hours, pauses) == counted[minutes - 1] + timedelta(minutes=1)


@given(situations(), st.integers(1, 5000))
def test_what_is_due_has_elapsed(situation, minutes):
    hours, start, pauses = situation
    moment = due(start, minutes, hours, pauses)
    if moment is not None:
        assert elapsed(start, moment, hours, pauses) == timedelta(minutes=minutes)
