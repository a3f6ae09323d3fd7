"""One's own bookings through their pages: the list, one of them, moving it, giving it back."""

import pytest

from portal.booking import queries
from portal.kernel import clock

FORM = "/bookings/new?room=alder&day=2026-03-10&starts=10:00&ends=11:00"


@pytest.fixture
def ada(visit, cast, rooms):
    return visit.as_(cast.ada)


@pytest.fixture
def ben(visit, cast, rooms):
    return visit.as_(cast.ben)


def mine(cast):
    return queries.bookings_of(cast.ada, since=clock.now())


# --- One's own --------------------------------------------------------------------------------------------


def test_my_bookings_are_listed_in_order_and_nobody_elses(ada, book, cast):
    book(cast.ada, "alder", "15:00", "16:00", title="Later")
    book(cast.ada, "birch", "10:00", "11:00", title="Sooner")
    book(cast.ben, "cedar", "10:00", "11:00", title="Secret merger")
    page = ada.get("/bookings")
    assert page.words_of(".job a") == ["Birch, Sooner", "Alder, Later"]
    assert "Next is Birch, today at 10:00." in page
    assert page.links["Show these in my calendar"] == "/calendars"


def test_without_bookings_the_page_says_what_to_do(ada):
    page = ada.get("/bookings")
    assert "No bookings yet." in page
    assert ada.click(page, "See what is free").h1 == "Tuesday, 10 March"


def test_what_is_over_is_folded_away(visit, book, cast, at):
    book(cast.ada, "alder", "10:00", "11:00", title="Done")
    at("2026-03-11 09:00")
    page = visit.as_(cast.ada).get("/bookings")
    assert page.words_of("details .job a") == ["Alder, Done"]
    assert "One that is over" in page


def test_my_booking_shows_its_facts_and_goes_into_a_calendar(ada, book, cast):
    booking = book(cast.ada, "alder", "10:00", "11:00", title="Print review", people=6)
    page = ada.get(f"/bookings/{booking.public_id}")
    assert page.h1 == "Print review"
    assert "Tuesday 10 March, 10:00 – 11:00" in page
    assert "For six people. Everyone else sees “Busy”." in page
    assert "In 60 minutes" in page
    file = ada.get(page.links["Add to calendar"])
    assert file.headers["Content-Type"].startswith("text/calendar")
    assert "attachment" in file.headers["Content-Disposition"]
    assert "SUMMARY:Alder: Print review" in file.html
    assert "METHOD" not in file.html


def test_a_member_cannot_find_anothers_booking(ben, book, cast):
    booking = book(cast.ada, "alder", "10:00", "11:00", title="Print review", privacy="house")
    path = f"/bookings/{booking.public_id}"
    missing = ben.get("/bookings/none-such-00", expect=404)
    assert ben.get(path, expect=404).text == missing.text
    ben.get(f"{path}/booking.ics", expect=404)
    ben.post(f"{path}/move", {"day": "2026-03-10", "starts": "12:00", "ends": "13:00"}, expect=404)
    ben.post(f"{path}/cancellation", expect=404)
    assert mine(cast)[0].is_live


def test_the_desk_finds_it_and_sees_whose_it_is(visit, book, cast):
    booking = book(cast.ada, "alder", "10:00", "11:00", title="Print review")
    assert "Booked for Ada Okafor." in visit.as_(cast.cleo).get(f"/bookings/{booking.public_id}")


# --- Move and cancel --------------------------------------------------------------------------------------


def test_a_booking_is_moved_to_another_room_and_time(ada, book, cast):
    booking = book(cast.ada, "alder", "10:00", "11:00", title="Print review")
    page = ada.get(f"/bookings/{booking.public_id}")
    moved = ada.submit(page, "Save the change", room="cedar", starts="14:00", ends="15:30", people="7")
    assert "Cedar is yours, 14:00 to 15:30." in moved
    assert [(each.room.slug, each.title, each.people) for each in mine(cast)] == [("cedar", "Print review", 7)]


def test_a_bare_move_keeps_what_is_not_sent(ada, book, cast):
    booking = book(cast.ada, "alder", "10:00", "11:00", title="Print review", people=6, privacy="house")
    ada.post(f"/bookings/{booking.public_id}/move", {"room": "alder", "day": "2026-03-10", "starts": "12:00", "ends": "13:00"})
    assert [(each.title, each.people, each.privacy) for each in mine(cast)] == [("Print review", 6, "house")]


def test_a_move_into_a_taken_slot_offers_ways_round_that_move_it(ada, book, cast):
    booking = book(cast.ada, "alder", "10:00", "11:00", title="Print review", people=6)
    book(cast.ben, "alder", "14:00", "15:00")
    page = ada.get(f"/bookings/{booking.public_id}")
    refused = ada.submit(page, "Save the change", expect=409, starts="14:00", ends="15:00")
    assert "Cedar is yours, 14:00 to 15:00." in ada.submit(refused, "Take Cedar")
    assert [(each.public_id, each.room.slug) for each in mine(cast)] == [(booking.public_id, "cedar")]


def test_the_second_of_two_changes_is_told_and_keeps_what_was_typed(ada, book, cast):
    booking = book(cast.ada, "alder", "10:00", "11:00", title="Print review")
    stale = ada.get(f"/bookings/{booking.public_id}")
    ada.submit(stale, "Save the change", starts="12:00", ends="13:00")
    page = ada.submit(stale, "Save the change", expect=409, title="Print review, second try", starts="15:00", ends="16:00")
    assert "It has changed in the meantime." in page
    assert "12:00 – 13:00" in page
    assert page.one("#f-title")["value"] == "Print review, second try"
    assert "Alder is yours, 15:00 to 16:00." in ada.submit(page, "Save the change")


def test_a_move_that_makes_no_sense_is_said_at_its_field(ada, book, cast):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    page = ada.get(f"/bookings/{booking.public_id}")
    refused = ada.submit(page, "Save the change", expect=422, starts="14:00", ends="13:00", title="Kept")
    assert "It ends at 13:00, before it starts at 14:00." in refused
    assert refused.one("#f-title")["value"] == "Kept"


def test_a_cancelled_booking_is_free_again_and_says_so_kindly(ada, ben, book, cast):
    booking = book(cast.ada, "alder", "10:00", "11:00", title="Print review")
    page = ada.get(f"/bookings/{booking.public_id}")
    assert "Giving the room back costs nothing" in page
    gone = ada.submit(page, "Yes, give Alder back")
    assert "Alder is free again, 10:00 to 11:00. Thank you for telling us." in gone
    assert "Cancelled. Somebody else may have the room." in gone
    assert "Save the change" not in gone.buttons
    ada.get(f"/bookings/{booking.public_id}/booking.ics", expect=404)
    assert "Alder is yours" in ben.submit(ben.get(FORM), "Book Alder")


def test_cancelling_twice_changes_nothing(ada, book, cast):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    for _ in range(2):
        ada.post(f"/bookings/{booking.public_id}/cancellation")
    assert mine(cast) == []


def test_what_is_over_can_no_longer_be_changed(ada, book, cast, at):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    at("2026-03-10 12:00")
    page = ada.get(f"/bookings/{booking.public_id}")
    assert "This one is over" in page
    assert not {"Save the change", "Yes, give Alder back"} & set(page.buttons)
    ada.post(f"/bookings/{booking.public_id}/cancellation", expect=403)


def test_looking_at_the_form_books_nothing(ada, cast):
    ada.get(FORM)
    assert mine(cast) == []
