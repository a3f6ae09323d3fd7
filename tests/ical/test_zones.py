from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.tz import tzical

from portal.ical.zones import vtimezone, zone_named

FIRST, LAST = 2025, 2036
SAMPLE = (
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Asuncion",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "America/St_Johns",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Europe/Chisinau",
    "Europe/Dublin",
    "Europe/London",
    "Pacific/Chatham",
    "Pacific/Norfolk",
    "UTC",
)
IANA = sorted(name for name in available_timezones() if name not in {"localtime", "Factory"})


def moments(zone):
    """Each month's middle, and the seconds around each change."""
    found = []
    day, end = datetime(FIRST, 1, 1, 12, tzinfo=UTC), datetime(LAST, 12, 30, tzinfo=UTC)
    while day < end:
        if day.astimezone(zone).utcoffset() != (day + timedelta(days=1)).astimezone(zone).utcoffset():
            found += [around(zone, day, second) for second in (-1, 0, 1, 3601)]
        elif day.day == 15:
            found.append(day)
        day += timedelta(days=1)
    return found


def around(zone, day, seconds):
    low, high = day, day + timedelta(days=1)
    offset = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low).total_seconds() // 2)
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == offset else (low, middle)
    return high + timedelta(seconds=seconds)


def wrong_offsets(name):
    """The instants at which an independent reader of our VTIMEZONE disagrees with zoneinfo."""
    zone, read = ZoneInfo(name), tzical(StringIO(vtimezone(name, FIRST, LAST).decode())).get(name)
    wrong = []
    for moment in moments(zone):
        there = moment.astimezone(zone)
        if there.replace(tzinfo=read).utcoffset() != there.utcoffset():
            wrong.append(moment)
    return wrong


@pytest.mark.parametrize("name", SAMPLE)
def test_our_zones_are_right_around_every_change(name):
    assert wrong_offsets(name) == []


@pytest.mark.slow
@pytest.mark.static
def test_every_zone_there_is_is_right_until_2036():
    assert {name: wrong for name in IANA if (wrong := wrong_offsets(name))} == {}


@pytest.mark.parametrize("name", ["Europe/London", "America/New_York", "Europe/Dublin"])
def test_a_zone_with_rules_has_two_yearly_ones_and_no_lists_of_dates(name):
    text = vtimezone(name, FIRST, LAST).decode()
    assert text.count("RRULE:FREQ=YEARLY;BYMONTH=") == text.count("BYDAY=") == 2
    assert text.count("BEGIN:DAYLIGHT") == text.count("BEGIN:STANDARD") == 1
    assert "RDATE" not in text


def test_the_onset_is_the_local_time_before_the_jump():
    text = vtimezone("Europe/London", FIRST, LAST).decode()
    assert (
        "DTSTART:19700329T010000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n" in text
    )
    assert (
        "DTSTART:19701025T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n" in text
    )


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Europe/London", "Europe/London"),
        ("europe/london", "Europe/London"),
        ("GMT Standard Time", "Europe/London"),
        ("Eastern Standard Time", "America/New_York"),
        ('"W. Europe Standard Time"', "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/Europe/Paris", "Europe/Paris"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_is_known_by_the_names_that_systems_give_it(said, meant):
    found = zone_named(said)
    assert found is not None
    assert found.key == meant


@pytest.mark.parametrize("said", ["", "Mars/Olympus", "../../etc/passwd", "America", "\x00", "x" * 5000])
def test_a_zone_that_nobody_knows_is_none(said):
    assert zone_named(said) is None
