from collections import Counter

import pytest

from portal.booking.models import Booking, Occupancy
from portal.calendars.intake.rules import Reading, Wanted
from portal.db.base import db
from portal.house.queries import hours_of
from portal.ical.reading import read
from portal.kernel.slots import Slot
from tests.calendars.stage import DIFFICULT, MRBS, at_wall, count


def test_a_week_of_mrbs_is_placed_where_the_house_is_open_and_whole_when_asked_to(intake):
    report = intake(MRBS)
    assert (len(report.done), len(report.unchanged), len(report.not_placed)) == (137, 0, 115)
    assert all("house is" in each.reason for each in report.not_placed)
    assert report.outside_hours == 115
    assert "--outside-hours" in report.lines()[-1]
    rest = intake(MRBS, outside_hours=True)
    assert (len(rest.done), len(rest.unchanged), rest.not_placed) == (115, 137, [])
    assert count(Booking) == 252


def test_the_difficult_file_ends_as_bookings_or_on_the_list(intake):
    report = intake(DIFFICULT)
    assert (len(report.done), len(report.unchanged), len(report.not_placed)) == (97, 0, 45)
    placed = Counter(booking.title for booking in db.session.query(Booking))
    assert placed == {
        "Plain booking": 1,
        "Windows zone and a duration": 1,
        "Floating time": 1,
        "UTC, with a comma; and a semicolon": 1,
        "Tuesdays over the clock change": 6,
        "Tuesdays over the clock change (moved once)": 1,
        "Third Monday": 7,
        "Every day for ever": 74,
        "All day, two days": 2,
        "Tentative": 1,
        "No UID": 1,
        "A very long title with many words in it and an emoji right at the fold of the line 🌳🌳🌳 and then some more words": 1,
    }
    left = Counter(each.what.partition(",")[0] for each in report.not_placed)
    assert left == {
        "Every day for ever": 31,
        "Every second": 1,
        "Clashes with the all-day one": 1,
        "Clashes with a1 by half an hour": 1,
        "Cancelled": 1,
        "No end": 1,
        "Ends before it starts": 1,
        "UID used twice": 1,
        "Starts in the skipped hour": 1,
        "Unknown zone": 1,
        "Unknown room": 1,
        "Unknown member": 1,
        "Not a date": 1,
        "On a Saturday": 1,
        "At three in the morning": 1,
    }


def test_a_second_import_changes_nothing(intake):
    first = intake(DIFFICULT)
    before = count(Booking), count(Occupancy)
    second = intake(DIFFICULT)
    assert second.done == []
    assert second.unchanged == first.done
    assert second.not_placed == first.not_placed
    assert (count(Booking), count(Occupancy)) == before


@pytest.mark.parametrize("file", [MRBS, DIFFICULT], ids=["mrbs", "difficult"])
def test_a_dry_run_says_the_same_and_writes_nothing(intake, file):
    tried = intake(file, dry_run=True)
    assert (count(Booking), count(Occupancy)) == (0, 0)
    done = intake(file)
    assert (tried.done, tried.not_placed, tried.remarks) == (done.done, done.not_placed, done.remarks)
    assert intake(file, dry_run=True).unchanged == done.done
    assert "would be placed" in tried.lines()[0]


@pytest.fixture
def asked_for(cast):
    """What the difficult file asks for under this title, before anything is placed."""
    read_ = Reading(read(DIFFICULT), hours_of(cast.house), at_wall("2026-11-10 09:00"))
    return lambda title: [each for each in read_.found() if isinstance(each, Wanted) and each.title == title]


def test_a_weekly_booking_keeps_its_wall_clock_over_the_change(asked_for):
    starts = [each.slot.starts_at for each in asked_for("Tuesdays over the clock change")]
    assert starts == [at_wall(f"2027-{day} 09:00") for day in ("03-09", "03-16", "03-30", "04-13", "04-20", "04-27")]


def test_a_moved_date_of_a_series_is_where_it_was_moved_to(asked_for):
    (moved,) = asked_for("Tuesdays over the clock change (moved once)")
    assert (moved.slot.starts_at, moved.room) == (at_wall("2027-04-06 11:00"), "Alder")


def test_zones_are_known_by_windows_names_and_none_means_the_house(asked_for):
    (windows,), (floating,) = asked_for("Windows zone and a duration"), asked_for("Floating time")
    assert windows.slot == Slot(at_wall("2027-01-12 09:00"), at_wall("2027-01-12 09:45"))
    assert floating.slot.starts_at == at_wall("2027-01-13 14:00")


def test_a_day_without_times_takes_the_opening_hours(asked_for):
    slots = [each.slot for each in asked_for("All day, two days")]
    assert slots == [Slot(at_wall(f"2027-02-{day} 08:30"), at_wall(f"2027-02-{day} 19:00")) for day in (15, 16)]


def test_the_report_tells_dates_left_out_for_one_reason_in_one_line(intake):
    report = intake(DIFFICULT, dry_run=True)
    told = "\n".join(report.lines())
    assert {each.what for each in report.remarks} == {"All day, two days", "Tentative"}
    assert "Every day for ever, Saturday 23 January 2027, 10:00: The house is closed on Saturday 23 January." in told
    assert "(And 29 dates more, likewise.)" in told
    assert "Clashes with a1 by half an hour, Monday 11 January 2027, 11:00: Alder is taken from 10:00 to 11:30." in told
