"""The pages on which a manager sets locations up."""

from datetime import date

import pytest

from portal.booking.actions import book as book_by_action
from portal.booking.queries import room as find
from portal.booking.rules import Ask, slot_on
from portal.db.base import db
from portal.house.models import Location
from portal.house.queries import hours_of, location
from portal.kernel import clock
from portal.members.models import AuditEntry
from tests.booking.conftest import TUESDAY, hm

CANAL = {
    "name": "Grove", "place": "at Canal Street", "address": "208 Canal Street", "zone_name": "America/New_York",
    "monday": "9-12, 13-18",
}  # fmt: skip


@pytest.fixture
def boss(visit, cast, rooms):
    return visit.as_(cast.max)


def place() -> Location:
    db.session.expire_all()
    return location("mill-lane")


@pytest.mark.parametrize("who", ["ada", "cleo"])
def test_for_others_none_of_this_exists(visit, cast, rooms, who):
    other = visit.as_(getattr(cast, who))
    for path in ("/manage/locations", "/manage/locations/new", "/manage/locations/mill-lane"):
        other.get(path, expect=404)
    for path in ("/manage/locations", "/manage/locations/mill-lane"):
        other.post(path, CANAL, expect=404)
    assert place().full_name == "Grove at Mill Lane"


def test_a_location_is_opened_with_rooms_hours_and_a_clock_of_its_own(boss, visit, cast):
    page = boss.click(boss.get("/manage/locations"), "Add a location")
    page = boss.submit(page, "Open this location", **CANAL)
    assert "Grove at Canal Street is open." in page
    boss.submit(page, "Open this room", name="Maple", capacity=6, fire_capacity=8)
    assert location("mill-lane").id != find("maple").location_id
    for path in ("/house?location=canal-street", "/manage/closures?location=canal-street", "/manage/rooms/maple"):
        assert "Grove at Canal Street" in boss.get(path).one("main").get_text()
    boss.submit(boss.get("/manage/closures?location=canal-street"), "Keep the house closed", first="2026-03-12", reason="Floors")
    assert [each.reason for each in location("canal-street").closures] == ["Floors"]
    ada = visit.as_(cast.ada)
    page = ada.get("/rooms?location=canal-street&day=2026-03-16")
    assert page.words_of(".room h2") == ["Maple"]
    maple = Ask(room="maple", slot=slot_on(date(2026, 3, 16), hm("13:00"), hm("14:00"), location("canal-street").zone))
    assert book_by_action(maple, by=cast.ada, at=clock.now()).starts_at.hour == 17


def test_every_member_finds_the_second_house_on_the_day_of_rooms(boss, visit, cast):
    ada = visit.as_(cast.ada)
    assert "At Canal Street" not in ada.get("/rooms").links
    boss.submit(boss.get("/manage/locations/new"), "Open this location", **CANAL)
    page = ada.click(ada.get("/rooms?people=4&day=2026-03-11"), "At Canal Street")
    assert page.path == "/rooms?location=canal-street&day=2026-03-11&people=4"
    assert ada.click(page, "At Mill Lane").words_of(".room h2")[0] == "Alder"


def test_hours_in_several_stretches_hold_at_once(boss, visit, cast, asks):
    page = boss.submit(
        boss.get("/manage/locations/mill-lane"), "Save this location", tuesday="08:30-12:00, 13:00-19:00", friday=""
    )
    assert page.one("#f-tuesday")["value"] == "08:30-12:00, 13:00-19:00"
    hours = hours_of(place())
    assert hours.stretches(TUESDAY) == ((hm("08:30"), hm("12:00")), (hm("13:00"), hm("19:00")))
    assert hours.stretches(date(2026, 3, 13)) == ()
    visit.as_(cast.ada).post("/bookings", {"room": "alder", "day": "2026-03-17", "starts": "12:00", "ends": "13:00"}, expect=422)


def test_what_is_booked_outside_of_the_new_hours_is_listed(boss, cast, book):
    booking = book(cast.ada, "alder", "17:00", "18:00")
    page = boss.submit(boss.get("/manage/locations/mill-lane"), "Save this location", tuesday="08:30-16:00")
    assert page.links["Alder, Tuesday 10 March, 17:00 – 18:00, Ada Okafor"] == f"/bookings/{booking.public_id}"


def test_the_zone_stays_while_something_is_booked(boss, cast, book):
    book(cast.ada, "alder", "10:00", "11:00")
    page = boss.submit(boss.get("/manage/locations/mill-lane"), "Save this location", zone_name="Europe/Paris", expect=409)
    assert "The zone stays while something is booked" in page
    assert page.one("#f-zone_name")["value"] == "Europe/Paris"
    assert place().zone_name == "Europe/London"


def test_a_new_address_reaches_the_calendars(boss, cast, book):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    boss.submit(boss.get("/manage/locations/mill-lane"), "Save this location", address="2 Mill Lane")
    db.session.refresh(booking, ["own_event"])
    assert b"2 Mill Lane" in booking.own_event


@pytest.mark.parametrize(
    ("field", "typed"), [("name", " "), ("place", ""), ("address", ""), ("zone_name", "Mars/Olympus"), ("monday", "nine to five")]
)
def test_a_mistake_stands_at_its_field_and_nothing_is_lost(boss, field, typed):
    sent = {"phone": "020 1234", field: typed}
    page = boss.submit(boss.get("/manage/locations/mill-lane"), "Save this location", expect=422, **sent)
    assert page.one(f"#f-{field}")["aria-invalid"] == "true"
    assert page.one("#f-phone")["value"] == "020 1234"


def test_the_second_editor_is_told_and_keeps_what_was_typed(boss):
    old = boss.get("/manage/locations/mill-lane")
    boss.submit(boss.get("/manage/locations/mill-lane"), "Save this location", monday="9-17")
    page = boss.submit(old, "Save this location", phone="020 1234", expect=409)
    assert "Max Adeyemi changed this" in page
    assert "Weekly hours: Monday 09:00-17:00;" in page
    boss.submit(page, "Save this location")
    assert place().phone == "020 1234"


def test_a_change_stands_in_the_record(boss, cast):
    boss.submit(boss.get("/manage/locations/mill-lane"), "Save this location", phone="020 1234")
    entry = db.session.query(AuditEntry).filter_by(deed="location.changed").one()
    assert (entry.about, entry.by_id, entry.detail) == ("location:mill-lane", cast.max.id, "phone")
