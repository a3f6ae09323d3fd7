import pytest

from portal.calendars.intake.rules import Missed, Reading
from portal.house.queries import hours_of
from portal.ical.reading import read
from portal.kernel import clock
from portal.kernel.errors import Invalid, TooLarge
from tests.calendars.stage import an_event, at_wall, bookings_titled, wrapped


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"DTSTART": ""}, "no start"),
        ({"DTSTART": "20261116"}, "with a time and ends without one"),
        ({"DTEND": "", "DURATION": "one hour"}, "no length of time"),
        ({"DTEND": "", "DURATION": "-PT1H"}, "no length of time"),
        ({"DTEND": "20261116T100000"}, "ends before it starts"),
        ({"DTSTART": "20261399T100000"}, "no date that can be read"),
        ({"DTSTART": "99991231T100000"}, "no date that can be read"),
        ({"LOCATION": ""}, "no room"),
        ({"ORGANIZER": ""}, "does not say whose"),
        ({"ORGANIZER": "mailto:dora@grove.example"}, "No member has the address"),
        ({"TRANSP": "TRANSPARENT"}, "takes no room"),
        ({"DTEND": "20261130T110000"}, "7 days"),
        ({"RRULE": "FREQ=MINUTELY;COUNT=3"}, "by the hour, the minute or the second"),
        ({"RRULE": "FREQ=DAILY;INTERVAL=0"}, "no rule for repeating"),
        ({"RRULE": "FREQ=DAILY;INTERVAL=99999999999"}, "no rule for repeating"),
        ({"RRULE": "FREQ=SOMETIMES"}, "no rule for repeating"),
        ({"RRULE": "FREQ=WEEKLY;BYDAY=XX"}, "no rule for repeating"),
        ({"RRULE": "BYDAY=MO"}, "no rule for repeating"),
        ({"RRULE": "FREQ=DAILY;UNTIL=soon"}, "no date that can be read"),
        ({"RRULE": "FREQ=DAILY;COUNT=2", "EXDATE": "tomorrow"}, "no date that can be read"),
        ({"RRULE": "FREQ=DAILY;COUNT=2", "EXRULE": "FREQ=DAILY"}, "more than one rule"),
    ],
)
def test_what_cannot_be_a_booking_is_listed_with_its_reason(intake, more, reason):
    report = intake(an_event(**more))
    assert report.done == []
    assert len(report.not_placed) == 1
    assert reason in report.not_placed[0].reason


def test_a_rule_that_never_comes_true_is_over_in_a_moment(intake):
    report = intake(an_event(RRULE="FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"))
    assert len(report.done) == 1


def test_a_rule_that_began_long_ago_gives_what_is_still_to_come(intake):
    report = intake(an_event(DTSTART="20150105T100000", DTEND="20150105T110000", RRULE="FREQ=WEEKLY"))
    starts = [booking.starts_at for booking in bookings_titled("Talk")]
    assert (len(report.done), starts[0]) == (104, at_wall("2026-08-17 10:00"))
    assert report.remarks[0].reason == "606 of its dates are over and were left out."
    assert "dates after" in report.not_placed[-1].reason


def test_extra_dates_count_and_excepted_ones_do_not(intake):
    intake(
        an_event(
            RRULE="FREQ=DAILY;COUNT=3", RDATE="20261123T100000,20261123T090000Z", EXDATE="20261117T100000Z,20261118T100000",
        )
    )  # fmt: skip
    starts = [f"{booking.starts_at:%d %H}" for booking in bookings_titled("Talk")]
    assert starts == ["16 10", "23 09", "23 10"]


def test_a_cancelled_date_of_a_series_is_left_out(intake):
    gone = an_event(**{"RECURRENCE-ID": "20261117T100000Z", "STATUS": "CANCELLED", "DTSTART": "20261117T100000"})
    report = intake(an_event(RRULE="FREQ=DAILY;COUNT=3"), gone)
    assert [f"{booking.starts_at:%d}" for booking in bookings_titled("Talk")] == ["16", "18"]
    assert [each.reason for each in report.not_placed] == ["It is cancelled."]


def test_the_date_of_a_broken_exception_is_not_placed_where_it_was(intake):
    broken = an_event(**{"RECURRENCE-ID": "20261117T100000Z", "DTSTART": "whenever"})
    report = intake(an_event(RRULE="FREQ=DAILY;COUNT=3"), broken)
    assert len(report.done) == 2
    assert "“whenever”" in report.not_placed[0].reason


def test_an_entry_without_a_uid_is_known_again_by_what_it_says(intake):
    nameless = an_event(UID="", DTSTAMP="20261101T090000Z")
    assert len(intake(nameless).done) == 1
    assert len(intake(nameless.replace("20261101", "20261103")).unchanged) == 1
    assert len(intake(nameless.replace("Talk", "Walk")).not_placed) == 1


def test_a_broken_entry_never_costs_the_others(intake):
    bad = "SUMMARY:Bad\nDTSTART;TZID=\x01:20261116T100000\nthis is no line\n:\n;=:\nDTEND"
    report = intake(bad, an_event(), "", an_event(UID="two", DTSTART="20261116T120000", DTEND="20261116T130000"))
    assert len(report.done) == 2
    assert len(report.not_placed) == 2


def test_a_file_that_breaks_off_keeps_what_was_whole(intake):
    data = wrapped(an_event(), an_event(UID="two", DTSTART="20261117T100000", DTEND="20261117T110000", SUMMARY="Cut"))
    report = intake(data[: data.rindex(b"ORGANIZER")])
    assert len(report.done) == 1
    assert [each.reason for each in report.not_placed] == ["The file breaks off in the middle of it."]


def test_an_alarm_inside_an_entry_is_not_the_entry(intake):
    alarm = "BEGIN:VALARM\nSUMMARY:Wake up\nDTSTART:20200101T000000Z\nTRIGGER:-PT15M\nEND:VALARM"
    intake(alarm + "\n" + an_event())
    assert len(bookings_titled("Talk")) == 1


def test_a_letter_that_was_folded_in_two_is_whole_again(intake):
    data = wrapped(an_event(SUMMARY="Tree 🌳 talk")).replace("🌳".encode(), "🌳".encode()[:2] + b"\r\n " + "🌳".encode()[2:])
    intake(data)
    assert len(bookings_titled("Tree 🌳 talk")) == 1


def test_a_private_entry_is_hidden(intake):
    intake(an_event(CLASS="PRIVATE"))
    assert bookings_titled("Talk")[0].privacy == "hidden"


@pytest.mark.parametrize(
    "said", ["Alder", "ALDER", "alder", "Main/Room 01", "main/room 01 ", "House/Alder", "Alder\\, 1 Mill Lane"]
)
def test_a_room_is_known_by_all_its_names(intake, said):
    intake(an_event(LOCATION=said))
    assert bookings_titled("Talk")[0].room.slug == "alder"


def test_a_zone_of_the_files_own_is_known_by_where_it_lies(intake):
    zone = "BEGIN:VTIMEZONE\r\nTZID:Custom\r\nX-LIC-LOCATION:America/New_York\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT"
    event = an_event(DTSTART="", DTEND="") + "\nDTSTART;TZID=Custom:20261116T070000\nDURATION:PT30M"
    intake(wrapped(event).replace(b"BEGIN:VEVENT", zone.encode()))
    assert bookings_titled("Talk")[0].starts_at == at_wall("2026-11-16 12:00")


def test_an_entry_with_a_very_long_uid_is_known_again(intake):
    event = an_event(UID="x" * 5000)
    assert len(intake(event).done) == 1
    assert len(intake(event).unchanged) == 1


def test_a_file_too_large_is_refused_whole(intake):
    with pytest.raises(TooLarge):
        intake(wrapped(an_event()) + b" " * 1024 * 1024)
    with pytest.raises(TooLarge, match="entries"):
        intake(*[an_event(UID=str(number)) for number in range(2001)])


@pytest.mark.parametrize("data", [b"", b"name;email", b"\xff\xfe\x00", b"<html>"])
def test_what_is_no_calendar_is_refused(intake, data):
    with pytest.raises(Invalid, match="no calendar file"):
        intake(data)


def test_reading_stops_after_its_time_and_says_so(cast, rooms, members):
    unread = Reading(read(wrapped(an_event())), hours_of(cast.house), clock.now(), lambda: True)
    (found,) = unread.found()
    assert isinstance(found, Missed)
    assert "took too long" in found.reason.message
