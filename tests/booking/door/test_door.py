"""The tablet beside a room: how it is paired, what it shows, what it can do, and what it never says."""

import re

import pytest

from portal.booking.attendance.rules import How
from portal.booking.rules import Status
from portal.db.unit import transaction

DOOR = "/rooms/cedar/door"


@pytest.fixture
def cedar(rooms):
    with transaction():
        rooms["cedar"].check_in_minutes = 10
    return rooms["cedar"]


def a_code(visitor) -> str:
    page = visitor.get("/desk/doors/cedar")
    page = visitor.submit(page, "Make a code")
    return str(re.findall(r"[A-Z2-9]{4} [A-Z2-9]{4}", page.text)[0])


@pytest.fixture
def tablet(visit, cast, cedar):
    """A tablet that is paired with Cedar."""
    tablet = visit.new()
    page = tablet.get(DOOR)
    tablet.submit(page, "Show this room", code=a_code(visit.as_(cast.cleo)).lower())
    return tablet


def test_a_paired_tablet_shows_free_and_busy_without_names(tablet, book, cast, at):
    assert "Free until 19:00. Come in." in tablet.get(DOOR)
    book(cast.ada, "cedar", "09:30", "10:30", title="Merger", privacy="house")
    at("2026-03-10 09:20")
    page = tablet.get(DOOR)
    assert page.one("main")["class"] == ["door", "soon-now"]
    assert "09:30 to 10:30, booked" in page
    at("2026-03-10 09:40")
    page = tablet.get(DOOR)
    assert "In good use until 10:30." in page
    assert not re.search("Merger|Ada|Okafor|Fernhill", page.html)
    at("2026-03-10 22:00")
    assert "The house is asleep." in tablet.get(DOOR)


def test_somebody_at_the_door_checks_in_and_is_done(tablet, book, cast, at):
    booking = book(cast.ada, "cedar", "14:00", "16:00")
    at("2026-03-10 13:50")
    tablet.submit(tablet.get(DOOR), "Check in")
    assert booking.checked_in_how == How.DOOR
    at("2026-03-10 14:40")
    page = tablet.submit(tablet.get(DOOR), "We are done")
    assert booking.status == Status.ENDED
    assert "Free until 19:00." in page


def test_a_code_works_once_and_for_ten_minutes_and_for_its_room(visit, cast, cedar, at):
    cleo = visit.as_(cast.cleo)
    code = a_code(cleo)
    visit.new().post("/rooms/alder/door", {"code": code}, expect=422)
    visit.new().post(DOOR, {"code": code})
    visit.new().post(DOOR, {"code": code}, expect=422)
    late = a_code(cleo)
    at.later(minutes=10)
    assert "That code does not open this door." in visit.new().post(DOOR, {"code": late}, expect=422)


def test_nobody_else_shows_checks_in_or_ends(visit, cast, book, cedar, at):
    booking = book(cast.ada, "cedar", "09:00", "11:00")
    stranger, ben = visit.new(), visit.as_(cast.ben)
    assert stranger.get(DOOR).h1 == "A tablet for Cedar"
    for visitor in (stranger, ben):
        visitor.post(f"{DOOR}/end", expect=404)
        visitor.post(f"{DOOR}/check-in", expect=404)
    ben.get("/desk/doors/cedar", expect=404)
    ben.post("/desk/doors/cedar", expect=404)
    assert (booking.status, booking.checked_in_at) == (Status.CONFIRMED, None)


def test_a_tablet_that_is_taken_down_shows_nothing(tablet, visit, cast):
    cleo = visit.as_(cast.cleo)
    cleo.submit(cleo.get("/desk/doors/cedar"), "Take it down")
    assert tablet.get(DOOR).h1 == "A tablet for Cedar"


def test_asking_again_costs_nothing_while_nothing_changes(tablet, book, cast):
    tag = tablet.get(DOOR).headers["ETag"]
    tablet.get(DOOR, expect=304, headers={"If-None-Match": tag})
    book(cast.ada, "cedar", "10:00", "11:00")
    tablet.get(DOOR, expect=200, headers={"If-None-Match": tag})


def test_the_code_leads_a_phone_to_one_field_with_the_room_set(visit, cast, cedar):
    svg = visit.new().get("/rooms/cedar/report.svg")
    assert svg.headers["Content-Type"].startswith("image/svg+xml")
    assert "style" not in svg.html
    page = visit.as_(cast.ada).get("/rooms/cedar/report", follow=True)
    assert page.one("option[selected]")["value"] == "cedar"
