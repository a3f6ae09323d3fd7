"""Wall clocks and instants."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.zones import SkippedTime, day_bounds, instant, is_repeated, local

LONDON = ZoneInfo("Europe/London")
NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
KATHMANDU = ZoneInfo("Asia/Kathmandu")
ZONES = (LONDON, NEW_YORK, LORD_HOWE, KATHMANDU)

# Where the clocks change, on the night they do: zone, the night of spring, a skipped time, the first that exists again.
SPRINGS = (
    (LONDON, date(2027, 3, 28), time(1, 30), time(2, 0)),
    (NEW_YORK, date(2027, 3, 14), time(2, 0), time(3, 0)),
    (LORD_HOWE, date(2026, 10, 4), time(2, 15), time(2, 30)),
)
AUTUMNS = (
    (LONDON, date(2026, 10, 25), time(1, 30), timedelta(hours=25)),
    (NEW_YORK, date(2026, 11, 1), time(1, 15), timedelta(hours=25)),
    (LORD_HOWE, date(2027, 4, 4), time(1, 45), timedelta(hours=24, minutes=30)),
)


@pytest.mark.parametrize(("zone", "night", "skipped", "following"), SPRINGS)
def test_a_time_the_clocks_skip_is_refused(zone: ZoneInfo, night: date, skipped: time, following: time) -> None:
    with pytest.raises(SkippedTime) as refusal:
        instant(night, skipped, zone)
    assert refusal.value.sentence.facts == {"time": skipped, "next": following}
    assert local(instant(night, following, zone), zone).time() == following


@pytest.mark.parametrize(("zone", "night", "twice", "length"), AUTUMNS)
def test_of_a_repeated_time_the_first_is_meant(zone: ZoneInfo, night: date, twice: time, length: timedelta) -> None:
    assert is_repeated(night, twice, zone)
    first = instant(night, twice, zone)
    begins, ends = day_bounds(night, zone)
    assert ends - begins == length
    jump = length - timedelta(hours=24)
    assert local(first, zone).time() == local(first + jump, zone).time() == twice


def test_kathmandu_is_three_quarters_of_an_hour_off() -> None:
    assert instant(date(2026, 3, 10), time(9, 0), KATHMANDU) == datetime(2026, 3, 10, 3, 15, tzinfo=UTC)


@given(
    st.sampled_from(ZONES),
    st.dates(date(2024, 1, 1), date(2036, 12, 31)),
    st.times().map(lambda clock_time: clock_time.replace(microsecond=0)),
)
def test_a_wall_time_that_exists_comes_back_as_it_was(zone: ZoneInfo, day: date, clock_time: time) -> None:
    try:
        moment = instant(day, clock_time, zone)
    except SkippedTime:
        return
    assert moment.tzinfo is UTC
    assert local(moment, zone).replace(tzinfo=None) == datetime.combine(day, clock_time)


@given(st.sampled_from(ZONES), st.dates(date(2024, 1, 1), date(2036, 12, 30)))
def test_days_follow_each_other_without_a_gap(zone: ZoneInfo, day: date) -> None:
    assert day_bounds(day, zone)[1] == day_bounds(day + timedelta(days=1), zone)[0]
