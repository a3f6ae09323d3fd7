"""The day of all rooms, a room's own page, and what members may not see on them."""

import gzip

import pytest
from sqlalchemy import event

from portal.db.base import db
from portal.db.unit import transaction
from portal.house.models import Closure
from tests.booking.conftest import TUESDAY
from tests.cast import a_house

ASKED = "/rooms?people=5&minutes=60&with=video"


@pytest.fixture
def ada(visit, cast, rooms):
    return visit.as_(cast.ada)


def slots(page, room):
    """What a room's track says, slot by slot."""
    return page.words_of(f"#room-{room} .slot")


def test_the_day_is_a_heading_a_sentence_and_a_row_for_each_room(ada):
    page = ada.get("/rooms")
    assert page.h1 == "Tuesday, 10 March"
    assert page.words_of(".room h2") == ["Alder", "Birch", "Hall", "Cedar"]
    assert "Plenty of room for the rest of the day." in page
    assert [day.get("aria-current") for day in page.all(".days a")].count("date") == 1
    assert len(page.all(".days a")) == 14


def test_a_stranger_is_sent_to_the_door_and_back(visit, cast, rooms):
    assert visit.get("/rooms?day=2026-03-11", expect=303).location == "/sign-in?next=/rooms?day%3D2026-03-11"


def test_mine_is_mine_others_are_busy_and_the_rest_is_free(ada, book, cast):
    book(cast.ada, "alder", "10:00", "11:00", title="Print review", people=6)
    book(cast.ben, "alder", "12:00", "13:00", title="Secret merger")
    page = ada.get("/rooms")
    assert slots(page, "alder") == [
        "1 h Free 09:00 to 10:00. Book Alder at 09:00",
        "Print review until 11:00, 6 people 10:00 to 11:00, yours",
        "1 h Free 11:00 to 12:00. Book Alder at 11:00",
        "Busy 12:00 to 13:00",
        "6 h Free 13:00 to 19:00. Book Alder at 13:00",
    ]
    assert "You have Alder at 10:00." in page


def test_a_room_that_shares_the_wall_is_busy_not_mine(ada, book, cast):
    book(cast.ada, "alder", "10:00", "11:00", title="Print review")
    book(cast.ben, "birch", "10:30", "12:00")
    page = ada.get("/rooms")
    assert slots(page, "hall")[1] == "Busy 10:00 to 12:00"
    assert "You have Alder at 10:00." in page


def test_nobodys_title_is_in_the_source_of_anothers_page(ada, book, cast):
    for privacy in ("busy", "hidden"):
        room = {"busy": "alder", "hidden": "cedar"}[privacy]
        book(cast.ben, room, "10:00", "11:00", title="Secret merger", privacy=privacy)
    for path in ("/rooms", "/rooms?view=table", "/rooms/alder", "/rooms/cedar", "/bookings", "/bookings/new?room=alder"):
        page = ada.get(path)
        assert "Secret" not in page.html
        assert "Lindqvist" not in page.html


def test_a_title_for_the_house_is_read_by_the_house(ada, book, cast):
    book(cast.ben, "alder", "10:00", "11:00", title="Map clinic", privacy="house")
    page = ada.get("/rooms")
    assert "Map clinic 10:00 to 11:00" in slots(page, "alder")
    assert "Lindqvist" not in page.html
    assert page.all("#room-alder .busy a") == []


def test_the_desk_sees_who_has_which_room_and_opens_it(visit, cast, book):
    booking = book(cast.ben, "alder", "10:00", "11:00", title="Secret merger", privacy="hidden")
    page = visit.as_(cast.cleo).get("/rooms")
    assert "Ben Lindqvist Secret merger 10:00 to 11:00" in slots(page, "alder")
    assert page.one("#room-alder .busy a")["href"] == f"/bookings/{booking.public_id}"


def test_the_filter_lights_up_what_fits_and_hides_no_room(ada):
    page = ada.get(ASKED)
    assert page.words_of(".room h2") == ["Alder", "Birch", "Hall", "Cedar"]
    assert [room["id"] for room in page.all(".room.unfit")] == ["room-birch", "room-hall"]
    assert "Two rooms fit five people for an hour." in page
    assert page.words_of(".room-id > div > span")[1:3] == ["4 seats, too few for five", "16 seats, no video kit"]
    assert "Fits five for an hour" in page.words_of(".key li")


def test_what_the_filter_asks_for_goes_along_to_other_days_and_into_the_form(ada):
    page = ada.get(ASKED)
    assert page.all(".days a")[3]["href"] == "/rooms?location=mill-lane&day=2026-03-12&people=5&minutes=60&with=video"
    link = page.all("#room-alder .free a")[0]["href"]
    assert link == "/bookings/new?day=2026-03-10&people=5&room=alder&starts=09:00&ends=10:00"
    form = ada.get(link)
    assert form.one("#f-people")["value"] == "5"


def test_the_filter_is_a_form_that_works_without_a_script(ada):
    page = ada.submit(ada.get("/rooms"), "#wish", people="10", minutes="30")
    assert [tag["value"] for tag in page.all("#wish input[checked]")] == ["10", "30"]
    assert [room["id"] for room in page.all(".room.unfit")] == ["room-birch"]


@pytest.mark.parametrize("odd", ["people=-1", "people=many", "minutes=0", "minutes=99999999999999999999", "with=%00", "with="])
def test_a_wish_that_makes_no_sense_is_left_out(ada, odd):
    assert ada.get(f"/rooms?{odd}").h1 == "Tuesday, 10 March"


@pytest.mark.parametrize("odd", ["tomorrow", "2026-02-30", "9999-12-31", "0001-01-01", "2026-3-1"])
def test_a_day_that_makes_no_sense_is_answered_with_a_sentence(ada, odd):
    assert "We do not know that day." in ada.get(f"/rooms?day={odd}", expect=422)


def test_a_house_that_is_not_there_is_not_found(ada):
    ada.get("/rooms?location=atlantis", expect=404)


def test_a_closed_day_says_why_and_offers_the_next_open_one(ada, cast):
    with transaction():
        cast.house.closures.append(Closure(closed_on=TUESDAY.replace(day=13), reason="Stocktaking"))
    page = ada.get("/rooms?day=2026-03-13")
    assert "The house is closed: Stocktaking." in page
    assert ada.click(page, "Show Monday 16 March").h1 == "Monday, 16 March"
    assert "The house is closed on Saturdays." in ada.get("/rooms?day=2026-03-14")


def test_a_day_that_is_over_says_so_and_offers_nothing(ada):
    page = ada.get("/rooms?day=2026-03-09")
    assert "The day is over." in page
    assert page.all(".free") == []


def test_a_day_too_far_ahead_says_until_when_one_may_book(ada):
    assert "Rooms can be booked until Saturday 9 May for now." in ada.get("/rooms?day=2026-06-11")


def test_without_rooms_the_page_stands_all_the_same(visit, cast):
    assert visit.as_(cast.ada).get("/rooms").h1 == "Tuesday, 10 March"


def test_the_minutely_refresh_is_given_the_book_alone(ada):
    block = ada.fragment("/rooms?location=mill-lane&day=2026-03-11", "div#board")
    assert block.soup.find("h1") is None
    assert len(block.all(".room")) == 4
    assert "HX-Target" in block.headers["Vary"]


def test_no_other_part_of_the_page_can_be_asked_for(ada):
    assert ada.fragment("/rooms", "main#main").h1 == "Tuesday, 10 March"


def test_the_table_tells_the_same_in_cells(ada, book, cast):
    book(cast.ben, "alder", "10:00", "11:00", title="Secret merger")
    page = ada.get("/rooms?view=table")
    rows = [" ".join(row.split()) for row in page.words_of("tbody tr")]
    assert rows[:3] == ["Alder 09:00 10:00 Free, Alder 09:00", "Alder 10:00 11:00 Busy", "Alder 11:00 19:00 Free, Alder 11:00"]
    assert ada.click(page, "Show it as a timeline").all(".book")


def test_what_suits_nobody_becomes_a_request_to_the_desk(ada):
    link = next(tag for tag in ada.get(ASKED).all("a") if tag.get_text() == "Ask the front desk")
    assert link["href"].startswith("/requests/new?words=Could+you+find+us+a+room+on+Tuesday+10+March+for+five+people")


def test_the_strip_shows_how_full_each_day_is(ada, book, cast):
    for room in ("alder", "birch", "cedar"):
        book(cast.ben, room, "09:00", "17:00", day=TUESDAY.replace(day=11))
    loads = [tag.find("i").get("class") for tag in ada.get("/rooms").all(".days a:not(.off)")]
    assert loads[1] == ["l0"]
    assert loads[2] == ["l8"]


def test_another_house_is_one_click_away_and_keeps_its_own_time(ada, cast):
    assert not ada.get("/rooms").all("[aria-label=House]")
    with transaction():
        db.session.add(a_house("canal-street", place="at Canal Street", zone="America/New_York"))
    page = ada.click(ada.get("/rooms?day=2026-03-10"), "At Canal Street")
    assert page.words_of("[aria-label=House] [aria-current]") == ["At Canal Street"]
    assert "location=canal-street" in page.all(".days a")[0]["href"]
    assert page.all(".room") == []


@pytest.mark.parametrize("path", ["/rooms", "/rooms?location=mill-lane", "/rooms?location=canal-street"])
def test_the_page_takes_five_statements_however_many_bookings_there_are(ada, book, cast, path):
    with transaction():
        db.session.add(a_house("canal-street", place="at Canal Street", zone="America/New_York"))
    counted = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: counted.append(args[2]) if args[2] != "BEGIN" else None)
    ada.get(path)
    empty, counted[:] = list(counted), []
    for room in ("alder", "birch", "cedar"):
        for hour in range(10, 18):
            book(cast.ben, room, f"{hour}:00", f"{hour}:30")
    counted.clear()
    ada.get(path)
    assert len(counted) == len(empty), counted
    assert len(counted) <= 5, counted


def test_the_page_travels_light(ada, book, cast):
    for room in ("alder", "birch", "cedar"):
        for hour in range(10, 18):
            book(cast.ben, room, f"{hour}:00", f"{hour}:30")
    assert len(gzip.compress(ada.get("/rooms").html.encode())) < 25 * 1024


# --- A room's own page ------------------------------------------------------------------------------------


def test_a_room_shows_what_it_has_and_seven_days_of_it(ada, book, cast):
    book(cast.ben, "cedar", "09:00", "10:00")
    page = ada.get("/rooms/cedar")
    assert page.h1 == "Cedar"
    assert "Twelve seats. Free today at 10:00." in page
    assert page.words_of(".list .row")[:2] == ["Today Free 10:00 to 19:00.", "Wednesday 11 March Free 08:30 to 19:00."]
    assert "Step-free" in page
    assert "Seats 12, and never more than 14" in page
    assert page.links["Something is not right here"] == "/requests/new?room=cedar"


def test_another_week_can_be_named(ada):
    page = ada.get("/rooms/cedar?week=2026-W12")
    assert "Monday 16 March" in page
    assert "Today" not in page.words_of(".list a")
    assert "We do not know that week." in ada.get("/rooms/cedar?week=2026-W60", expect=422)


def test_a_room_that_is_not_there_is_not_found(ada):
    ada.get("/rooms/atlantis", expect=404)
