from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.ical.invitation import Attendee, Invitation, cancel, request, single_file
from portal.ical.lines import one_line
from tests.ical.readers import READERS

LONDON = ZoneInfo("Europe/London")
STARTS = datetime(2026, 3, 30, 9, tzinfo=LONDON).astimezone(UTC)
ADA, BEN = Attendee("Ada Okafor", "ada@grove.example", has_booked=True), Attendee("Ben Lindqvist", "ben@grove.example")


def an_invitation(**more):
    said: dict[str, Any] = {
        "uid": "0f8fad5b-d9cb-469f-a165-70867728950e",
        "sequence": 2,
        "starts_at": STARTS,
        "ends_at": STARTS + timedelta(hours=1),
        "zone": LONDON,
        "summary": "Spring review",
        "stamp": datetime(2026, 3, 10, 9, tzinfo=UTC),
        "organizer_name": "Grove at Mill Lane",
        "organizer_address": "desk@grove.example",
        "attendees": (ADA, BEN),
        "location": "Alder, Grove at Mill Lane",
    }
    return Invitation(**(said | more))


def event_of(body):
    (event,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
    return event


@pytest.mark.parametrize("write", [request, cancel, single_file])
@pytest.mark.parametrize("reader", READERS)
def test_every_reader_finds_the_start(write, reader):
    assert reader(write(an_invitation())) == {STARTS}


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Africa/Casablanca", "Australia/Lord_Howe", "UTC"])
@pytest.mark.parametrize("reader", READERS)
def test_the_start_is_the_same_in_every_zone(zone, reader):
    assert reader(request(an_invitation(zone=ZoneInfo(zone)))) == {STARTS}


def test_a_request_says_request_and_a_cancellation_cancels():
    asked, gone = request(an_invitation()), cancel(an_invitation(sequence=3))
    assert b"METHOD:REQUEST\r\n" in asked
    assert b"STATUS:CONFIRMED\r\n" in asked
    assert b"METHOD:CANCEL\r\n" in gone
    assert b"STATUS:CANCELLED\r\n" in gone
    assert event_of(asked)["uid"] == event_of(gone)["uid"]
    assert event_of(gone)["sequence"] == 3


def test_whoever_booked_has_accepted_and_guests_are_asked():
    ada, ben = event_of(request(an_invitation()))["attendee"]
    assert (ada.params["PARTSTAT"], ada.params["RSVP"]) == ("ACCEPTED", "FALSE")
    assert (ben.params["PARTSTAT"], ben.params["RSVP"]) == ("NEEDS-ACTION", "TRUE")
    assert ada == "mailto:ada@grove.example"


def test_the_organizer_is_the_portal():
    organizer = event_of(request(an_invitation()))["organizer"]
    assert organizer == "mailto:desk@grove.example"
    assert organizer.params["CN"] == "Grove at Mill Lane"


def test_a_held_booking_is_tentative():
    assert event_of(request(an_invitation(is_tentative=True)))["status"] == "TENTATIVE"


def test_a_single_file_has_no_method_and_no_people():
    body = single_file(an_invitation())
    for name in (b"METHOD", b"ORGANIZER", b"ATTENDEE"):
        assert name not in body


def test_the_times_are_the_houses_with_a_zone_of_our_own():
    body = request(an_invitation())
    assert b"DTSTART;TZID=Europe/London:20260330T090000\r\n" in body
    assert body.count(b"BEGIN:VTIMEZONE") == 1
    assert b"RDATE" not in body


def test_in_the_hour_that_comes_twice_the_times_are_utc():
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    body = request(an_invitation(starts_at=second, ends_at=second + timedelta(hours=1)))
    assert b"DTSTART:20261025T013000Z\r\n" in body
    assert b"VTIMEZONE" not in body


@given(st.text(st.characters(), max_size=120))
def test_no_words_break_an_invitation(words):
    person = Attendee(words, f"{words}@grove.example")
    said = an_invitation(summary=words, location=words, description=words, organizer_name=words, attendees=(ADA, person))
    body = request(replace(said, url=f"https://grove.example/{words}"))
    event = event_of(body)
    assert event.errors == []
    assert str(event["summary"]) == one_line(words)
    assert len(event["attendee"]) == 2
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
