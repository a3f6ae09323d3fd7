import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.ical.event import Event, Header, calendar, event_lines
from portal.ical.uids import uid
from tests.ical.readers import READERS, by_icalendar, told_by_ical_js
from tests.ical.test_lines import HOSTILE

LONDON = ZoneInfo("Europe/London")
STAMP = datetime(2026, 3, 1, 9, tzinfo=UTC)
KEY = b"a key for the tests"
HEADER = Header("Alder, Grove at Mill Lane", "When Alder is taken; nothing else.")


def an_event(starts_at, number=0, **more):
    said = {"summary": "Busy", "stamp": STAMP, "sequence": number % 3, **more}
    ends_at = said.pop("ends_at", starts_at + timedelta(hours=1))
    return event_lines(Event(uid("room:1", str(number), KEY), starts_at, ends_at, **said))


def around_the_changes():
    """41 events at nine in London, twenty on each side of the two nights, one in the hour that comes twice."""
    days = [date(2026, 3, 19) + timedelta(days=n) for n in range(20)] + [
        date(2026, 10, 15) + timedelta(days=n) for n in range(20)
    ]
    starts = [datetime(day.year, day.month, day.day, 9, tzinfo=LONDON) for day in days]
    return [*starts, datetime(2026, 10, 25, 1, 30, fold=1, tzinfo=LONDON)]


STARTS = around_the_changes()
FEEDS = {
    "empty": [],
    "one": STARTS[:1],
    "41 around two changes": STARTS,
    "days across years": [date(2026, 12, 30), date(2028, 2, 29)],
}


def feed(starts, **more):
    ends = {"ends_at": None}
    events = []
    for number, start in enumerate(starts):
        ends = {} if isinstance(start, datetime) else {"ends_at": start + timedelta(days=4)}
        events.append(an_event(start, number, **ends, **more))
    return calendar(HEADER, events)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", FEEDS)
def test_every_reader_finds_the_same_starts(reader, name):
    starts = {start.astimezone(UTC) if isinstance(start, datetime) else start for start in FEEDS[name]}
    assert reader(feed(FEEDS[name])) == starts


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_makes_a_feed_unreadable(reader, title):
    body = calendar(HEADER, [an_event(STARTS[0], 1, summary=title, location=title, description=title, url=f"https://x/{title}")])
    assert reader(body) == {STARTS[0].astimezone(UTC)}


def test_a_hostile_title_is_read_as_it_was_meant():
    (told,) = told_by_ical_js(calendar(HEADER, [an_event(STARTS[0], summary='A, b; c: "d" \\ e\r\nSTATUS:CANCELLED 🌳')]))
    assert told["summary"] == 'A, b; c: "d" \\ e STATUS:CANCELLED 🌳'


@pytest.mark.parametrize("name", FEEDS)
def test_the_bytes_have_the_shape_that_everybody_reads(name):
    body = feed(FEEDS[name], summary="🌳 " * 40)
    assert body.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert body.count(b"\n") == body.count(b"\r") == body.count(b"\r\n")
    assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", body)
    for line in body[:-2].split(b"\r\n"):
        assert 0 < len(line) <= 75
        line.decode()
        assert re.match(rb" .|[A-Z-]+(;VALUE=[A-Z-]+)?:", line)


def test_nothing_that_some_reader_trips_over():
    body = feed(STARTS)
    for name in (b"METHOD", b"ORGANIZER", b"ATTENDEE", b"RRULE", b"TZID", b"VTIMEZONE", b"SOURCE"):
        assert name not in body
    head = body.partition(b"BEGIN:VEVENT")[0]
    assert b"UID" not in head
    assert b"LAST-MODIFIED" not in head


def test_the_head_says_its_name_colour_and_pace_twice_for_the_two_traditions():
    head = feed([]).decode()
    assert "NAME:Alder\\, Grove at Mill Lane\r\n" in head
    assert "X-WR-CALNAME:Alder\\, Grove at Mill Lane\r\n" in head
    assert "X-WR-CALDESC:When Alder is taken\\; nothing else.\r\n" in head
    assert "COLOR:seagreen\r\nX-APPLE-CALENDAR-COLOR:#2E8B57\r\n" in head
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n" in head


def test_an_empty_feed_holds_a_component():
    assert b"BEGIN:VTIMEZONE" in feed([])


def test_an_event_says_when_it_changed_and_how_it_stands():
    text = an_event(STARTS[0], 2, status="TENTATIVE", transparent=True).decode()
    assert "DTSTAMP:20260301T090000Z\r\nLAST-MODIFIED:20260301T090000Z\r\nSEQUENCE:2\r\n" in text
    assert "STATUS:TENTATIVE\r\nTRANSP:TRANSPARENT\r\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\r\n" in text


def test_a_uid_is_a_uuid_of_its_scope_alone():
    one, other = uid("busy", "x", KEY), uid("own", "x", KEY)
    assert one != other
    assert one == uid("busy", "x", KEY) != uid("busy", "x", b"another key")
    assert re.fullmatch(r"[0-9a-f-]{36}", one)


@pytest.mark.slow
@pytest.mark.static
def test_ten_thousand_events_are_read_whole():
    starts = [STARTS[0].astimezone(UTC) + timedelta(hours=number) for number in range(10_000)]
    assert len(by_icalendar(feed(starts))) == 10_000
