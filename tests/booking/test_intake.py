from pathlib import Path

import pytest

from portal.booking import queries
from portal.booking.intake.actions import import_rooms
from portal.db.base import db
from portal.db.unit import transaction
from portal.kernel import clock
from portal.web.say import say
from tests.cast import a_house

ROOMS = """name,slug,capacity,fire_capacity,amenities,step_free,known_as
Alder,alder,10,12,screen;video;whiteboard,yes,Main/Room 01
Birch,birch,4,5,screen;whiteboard,no,Main/Room 02
"""


@pytest.fixture
def take(cast):
    """`take(text)` imports for the house."""
    return lambda text, *, dry_run=False: import_rooms(text, cast.house, dry_run=dry_run, at=clock.now())


def lines(report):
    return [(problem.line, say(problem.sentence)) for problem in report.problems]


def test_a_table_becomes_rooms(take, cast):
    report = take(ROOMS)
    assert (report.added, report.changed, report.problems) == (["alder", "birch"], [], [])
    alder, birch = queries.rooms_of(cast.house)
    assert (alder.name, alder.capacity, alder.fire_capacity, alder.step_free) == ("Alder", 10, 12, True)
    assert alder.amenities == ["screen", "video", "whiteboard"]
    assert alder.known_as == "Main/Room 01"
    assert len(alder.parts) == len(birch.parts) == 1
    assert alder.parts != birch.parts


def test_a_second_import_changes_nothing(take):
    take(ROOMS)
    report = take(ROOMS)
    assert (report.added, report.changed, report.same) == ([], [], ["alder", "birch"])


def test_a_dry_run_writes_nothing(take, cast):
    report = take(ROOMS, dry_run=True)
    assert report.added == ["alder", "birch"]
    assert queries.rooms_of(cast.house) == []


def test_semicolons_and_a_byte_order_mark_are_as_good(take, cast):
    report = take('\ufeffName;Capacity;Amenities\r\nAlder;10;"screen;video"\r\n')
    assert (report.added, report.problems) == (["alder"], [])
    assert queries.room("alder").amenities == ["screen", "video"]


def test_a_changed_line_changes_its_room(take):
    take(ROOMS)
    report = take(ROOMS.replace("Birch,birch,4,5", "Birch,birch,5,6"))
    assert (report.changed, report.same) == (["birch"], ["alder"])
    assert queries.room("birch").capacity == 5


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",x,4,5,,no,", "A room needs a name of at most 80 letters."),
        ("Elm,elm,many,5,,no,", "capacity is a whole number from 1 to 10000, not “many”."),
        ("Elm,elm,0,5,,no,", "capacity is a whole number from 1 to 10000, not “0”."),
        ("Elm,elm,6,5,,no,", "fire_capacity is a whole number from 6 to 10000, not “5”."),
        ("Elm,elm,4,5,,perhaps,", "step_free is yes or no, not “perhaps”."),
        ("Elm,elm,4", "This line has 3 columns, the heading 7."),
        ("Elm,elm,4,5,,no,,,", "This line has 9 columns, the heading 7."),
        ("Other,alder,4,5,,no,", "alder is in this file twice; the first counts."),
        ("樫,樫,4,5,,no,", "A room's address has at most 40 letters from a to z, numbers and hyphens."),
    ],
)
def test_a_bad_line_is_listed_and_the_others_are_taken(take, line, reason):
    report = take(f"{ROOMS}{line}\nCedar,cedar,16,20,,yes,\n")
    assert report.added == ["alder", "birch", "cedar"]
    assert lines(report) == [(4, reason)]


def test_a_table_without_the_columns_is_refused_whole(take):
    report = take("room,seats\nAlder,10\n")
    assert lines(report) == [(1, "The heading has no column name, capacity.")]
    assert take("").problems


def test_a_line_that_is_no_table_ends_the_reading(take):
    report = take(ROOMS + "x" * 200_000 + "\n")
    assert report.added == ["alder", "birch"]
    assert lines(report) == [(4, "This line cannot be read as a table; nothing after it was taken.")]


def test_another_houses_room_is_left_alone(take, cast):
    with transaction():
        canal = a_house("canal-street", place="at Canal Street", zone="America/New_York")
        db.session.add(canal)
    import_rooms(ROOMS, canal, dry_run=False, at=clock.now())
    report = take(ROOMS)
    assert report.added == report.changed == []
    assert lines(report)[0] == (2, "alder is a room of Grove at Canal Street.")


def test_the_customers_file_goes_in_as_it_is(take):
    there = Path(__file__).parents[2] / ".." / "shared" / "data" / "rooms.csv"
    if not there.exists():
        pytest.skip("the customer's data is not beside this clone")
    report = take(there.read_text(encoding="utf-8-sig"))
    assert (len(report.added), report.problems) == (6, [])


def test_a_new_name_reaches_the_feeds(take, book, cast, rooms):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    busy = booking.busy_event
    take("name,slug,capacity\nAlder Room,alder,10\n")
    assert b"SUMMARY:Alder Room" in booking.own_event
    assert booking.busy_event == busy
