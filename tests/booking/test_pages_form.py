"""Booking a room through its pages: the form, and the refusals with their ways round."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from portal.booking import queries
from portal.kernel import clock

FORM = "/bookings/new?room=alder&day=2026-03-10&starts=10:00&ends=11:00"
WHEN = {"room": "alder", "day": "2026-03-10", "starts": "10:00", "ends": "11:00"}
BARE = {**WHEN, "title": "Print review", "people": "6", "privacy": "house"}


@pytest.fixture
def ada(visit, cast, rooms):
    return visit.as_(cast.ada)


@pytest.fixture
def ben(visit, cast, rooms):
    return visit.as_(cast.ben)


def mine(cast):
    return queries.bookings_of(cast.ada, since=clock.now())


# --- The form ---------------------------------------------------------------------------------------------


def test_a_free_slot_is_booked_with_three_clicks(ada, cast):
    form = ada.click(ada.get("/rooms"), "10 h Free 09:00 to 19:00. Book Alder at 09:00")
    page = ada.submit(form, "Book Alder", title="Print review")
    assert page.h1 == "Print review"
    assert "Alder is yours, 09:00 to 10:00." in page
    assert [(each.title, each.privacy, each.people) for each in mine(cast)] == [("Print review", "busy", 1)]


def test_the_form_shows_the_day_with_the_choice_in_it(ada, book, cast):
    book(cast.ben, "alder", "12:00", "13:00", title="Secret merger")
    page = ada.get(FORM)
    assert "10:00 to 11:00, your choice" in page.words_of(".plan .slot")
    assert page.words_of(".when-row .chip") == ["30 min", "45 min", "1 h", "1 h 30", "2 h"]
    assert [tag["value"] for tag in page.all(".sheet input[name=minutes][checked]")] == ["60"]
    assert "12:00" not in [option["value"] for option in page.all("#f-starts option")]


def test_what_is_free_after_the_start_limits_the_lengths(ada, book, cast):
    book(cast.ben, "alder", "11:15", "12:00")
    page = ada.get(FORM)
    assert page.words_of(".when-row .chip") == ["30 min", "45 min", "1 h", "to 11:15"]
    booked = ada.submit(page, "Book Alder", minutes="75")
    assert "Alder is yours, 10:00 to 11:15." in booked


def test_without_a_room_the_form_asks_for_one(ada):
    page = ada.submit(ada.get("/bookings/new"), "Book it", room="cedar", day="2026-03-11", starts="14:00", minutes="90")
    assert "Cedar is yours, 14:00 to 15:30." in page


def test_a_bare_client_books_with_the_fields_of_the_contract(ada, cast):
    page = ada.post("/bookings", BARE)
    booking = mine(cast)[0]
    assert page.location == f"/bookings/{booking.public_id}"
    assert (booking.room.slug, booking.title, booking.people, booking.privacy) == ("alder", "Print review", 6, "house")
    assert booking.ends_at - booking.starts_at == timedelta(hours=1)


def test_what_we_should_have_ready_reaches_the_desk(ada, visit, cast):
    page = ada.post("/bookings", {**BARE, "needs": "Coffee for six", "guests": "hanna@tideline.example, jo@tideline.example"})
    for visitor in (ada, visit.as_(cast.cleo)):
        assert "Coffee for six Guests: hanna@tideline.example, jo@tideline.example" in visitor.get(page.location)


def test_the_same_form_sent_twice_makes_one_booking(ada, cast):
    first = ada.post("/bookings", {**BARE, "once": "one-form"})
    second = ada.post("/bookings", {**BARE, "once": "one-form"})
    assert first.location == second.location
    assert len(mine(cast)) == 1


def test_another_ones_token_books_nothing_and_shows_nothing(ada, ben, cast):
    theirs = ada.post("/bookings", {**BARE, "once": "one-form"})
    page = ben.post("/bookings", {**BARE, "starts": "15:00", "ends": "16:00", "once": "one-form"}, expect=409)
    assert theirs.location not in page.html
    assert queries.bookings_of(cast.ben, since=clock.now()) == []


def test_who_is_signed_out_books_nothing(visit, cast, rooms):
    page = visit.post("/bookings", BARE, expect=403)
    assert "Print review" in page.html
    assert mine(cast) == []
    assert visit.get(FORM, expect=303).location.startswith("/sign-in?next=")


def test_a_form_without_its_token_books_nothing(ada, cast):
    ada.post("/bookings", BARE, csrf=False, expect=403)
    assert mine(cast) == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day": "next week"}, "Which day? Write it like 2026-06-11."),
        ({"starts": "ten"}, "From when? Write it like 12:15."),
        ({"starts": "25:00"}, "From when? Write it like 12:15."),
        ({"ends": ""}, "Until when? Write it like 13:15."),
        ({"ends": "09:00"}, "It ends at 09:00, before it starts at 10:00."),
        ({"people": "many"}, "How many will you be? A number from 1 will do."),
        ({"people": "0"}, "How many will you be? A number from 1 will do."),
        ({"privacy": "secret"}, "Who may read that? Choose one of the three."),
        ({"room": ""}, "Which room? Choose one from the list."),
        ({"title": "x" * 121}, "That is a little long: 120 characters fit."),
    ],
)
def test_a_mistake_is_said_at_its_field_and_nothing_typed_is_lost(ada, cast, wrong, sentence):
    page = ada.post("/bookings", {**BARE, **wrong}, expect=422)
    assert sentence in page
    assert "One thing before we can book it." in page
    assert page.one("#f-title")["value"] == {**BARE, **wrong}["title"]
    assert len(page.all("[aria-invalid]")) + len(page.all("input[aria-describedby$=-err]")) > 0
    assert mine(cast) == []


def test_several_mistakes_are_counted(ada):
    page = ada.post("/bookings", {**BARE, "starts": "", "people": "x"}, expect=422)
    assert "Two things before we can book it." in page


def test_a_room_that_is_not_there_is_not_found(ada):
    ada.post("/bookings", {**BARE, "room": "atlantis"}, expect=404)
    ada.get("/bookings/new?room=atlantis", expect=404)


def test_a_time_the_clocks_skip_is_refused_with_a_sentence(visit, cast, rooms, at):
    at("2026-03-27 09:00")
    page = visit.as_(cast.ada).post("/bookings", {**BARE, "day": "2026-03-29", "starts": "01:15", "ends": "03:00"}, expect=422)
    assert "The clocks go forward that night: 01:15 does not exist. Choose 02:00 or later." in page


# --- Refused ----------------------------------------------------------------------------------------------


def test_a_taken_slot_comes_back_with_ways_round_that_carry_everything(ada, book, cast):
    book(cast.ben, "alder", "10:00", "11:00", title="Secret merger")
    page = ada.submit(ada.get(FORM), "Book Alder", expect=409, title="Print review", people="6", privacy="hidden", needs="Coffee")
    assert "Someone took 10:00 a moment before you. Here are" in page
    assert "Secret" not in page.html
    assert page.one("#taken [role=alert]")
    for form in page.all(".way form"):
        kept = {tag["name"]: tag["value"] for tag in form.find_all("input", type="hidden")}
        assert [kept[name] for name in ("title", "people", "privacy", "needs")] == ["Print review", "6", "hidden", "Coffee"]
    booked = ada.submit(page, "Take 11:00")
    assert "Alder is yours, 11:00 to 12:00." in booked
    assert [(each.title, each.people, each.privacy) for each in mine(cast)] == [("Print review", 6, "hidden")]


def test_another_room_is_one_click_too(ada, book, cast):
    book(cast.ben, "alder", "10:00", "11:00")
    page = ada.submit(ada.get(FORM), "Book Alder", expect=409, title="Print review", people="6")
    assert "Cedar is yours, 10:00 to 11:00." in ada.submit(page, "Take Cedar")


def test_the_details_can_be_changed_with_all_that_was_typed(ada, book, cast):
    book(cast.ben, "alder", "10:00", "11:00")
    page = ada.submit(ada.get(FORM), "Book Alder", expect=409, title="Print review", people="6", privacy="house")
    assert page.one("#f-title")["value"] == "Print review"
    assert page.one("#f-people")["value"] == "6"
    assert [tag["value"] for tag in page.all("#f input[name=privacy][checked]")] == ["house"]
    assert "Alder is yours, 11:00 to 12:00." in ada.submit(page, "Book Alder", starts="11:00")


def test_the_front_desk_is_asked_with_the_words_already_there(ada, book, cast):
    book(cast.ben, "alder", "10:00", "11:00")
    page = ada.submit(ada.get(FORM), "Book Alder", expect=409, title="Print review", people="6")
    asked = parse_qs(urlsplit(page.links["Ask the front desk"]).query)
    assert asked["room"] == ["alder"]
    assert asked["words"] == ["We would like Alder on Tuesday 10 March, 10:00 to 11:00, for six people. Is there a way?"]


def test_a_rule_refuses_with_its_sentence_and_ways_round(ada):
    page = ada.submit(ada.get(FORM), "Book Alder", expect=422, people="11", title="Print review")
    assert "Alder seats 10, and you are 11." in page
    assert "Cedar is yours, 10:00 to 11:00." in ada.submit(page, "Take Cedar")


def test_a_member_is_not_offered_to_bend_a_rule_and_cannot(ada, cast):
    page = ada.post("/bookings", {**BARE, "people": "11"}, expect=422)
    assert "Book it all the same" not in page.buttons
    ada.post("/bookings", {**BARE, "people": "11", "reason": "I insist"}, expect=422)
    assert mine(cast) == []


def test_the_desk_bends_a_rule_with_a_reason(visit, cast, rooms):
    cleo = visit.as_(cast.cleo)
    page = cleo.post("/bookings", {**BARE, "people": "11"}, expect=422)
    booked = cleo.submit(page, "Book it all the same", reason="They bring a stool")
    assert "Alder is yours, 10:00 to 11:00." in booked


def test_the_fire_rule_bends_for_nobody(visit, cast, rooms):
    page = visit.as_(cast.cleo).post("/bookings", {**BARE, "people": "13"}, expect=422)
    assert "It is the fire rule, for everybody." in page
    assert "Book it all the same" not in page.buttons


def test_a_closed_day_is_refused_with_the_way_to_an_open_one(ada):
    page = ada.post("/bookings", {**BARE, "day": "2026-03-14"}, expect=422)
    assert "The house is closed on Saturday 14 March." in page
    assert page.all(".way form")
