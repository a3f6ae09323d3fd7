"""The pages of the waitlist, without scripts; and what others must not learn."""

import pytest

from portal.booking import actions as bookings
from portal.booking.rules import Status
from portal.booking.waitlist import queries
from portal.booking.waitlist.rules import Stage
from portal.db.base import db
from portal.kernel import clock

FORM = "/bookings/new?room=alder&day=2026-03-10&starts=12:15&ends=13:15"


@pytest.fixture
def full(book, cast):
    """Ben has Alder from 12:15 to 13:15."""
    return book(cast.ben, "alder", "12:15", "13:15", title="Secret merger")


@pytest.fixture
def offered(full, wait, cast):
    """Ada waited, Ben gave it back."""
    waiting = wait(cast.ada, "alder", "12:15", "13:15", title="Print review")
    bookings.cancel(full, by=cast.ben, at=clock.now())
    return waiting


def test_a_taken_slot_is_waited_for_with_one_click_and_keeps_what_was_typed(full, visit, cast):
    ada = visit.as_(cast.ada)
    page = ada.submit(ada.get(FORM), "Book Alder", title="Print review", people="6", expect=409)
    assert "Wait for Alder at 12:15" in page
    assert "You are first in line. If it opens by 11:45 it is yours, and we write to you." in page
    listed = ada.submit(page, "Wait for it")
    assert listed.path == "/waitlist"
    assert "You are first in line." in listed
    (waiting,) = queries.open_ones()
    assert (waiting.title, waiting.people, waiting.is_exact) == ("Print review", 6, True)


def test_after_waiting_one_may_go_back_and_take_another_way(full, visit, cast):
    ada = visit.as_(cast.ada)
    refused = ada.submit(ada.get(FORM), "Book Alder", expect=409)
    ada.submit(refused, "Wait for it")
    assert "Alder is yours" in ada.submit(refused, "Take 13:15")


def test_an_offer_stands_at_home_and_is_taken_there(offered, visit, cast):
    ada = visit.as_(cast.ada)
    home = ada.get("/")
    assert "It has opened up. We hold it for you until 09:30." in home
    for path in ("/bookings", "/waitlist"):
        assert "Yes, I take it: Alder, Tuesday 10 March, 12:15 to 13:15" in ada.get(path).buttons
    page = ada.submit(home, "Yes, I take it: Alder, Tuesday 10 March, 12:15 to 13:15")
    assert "Alder is yours, 12:15 to 13:15." in page
    assert offered.status == Stage.TAKEN


def test_the_page_of_what_is_held_leads_to_the_yes(offered, visit, cast):
    page = visit.as_(cast.ada).get(f"/bookings/{offered.booking.public_id}")
    assert "we hold it until Tuesday 10 March, 09:30" in page
    assert "Cancel this booking" not in page
    assert page.links["Say yes, or leave it"] == "/waitlist"


def test_an_offer_is_left_to_the_next(offered, visit, cast):
    ada = visit.as_(cast.ada)
    ada.submit(ada.get("/waitlist"), "Leave it to the next: Alder, Tuesday 10 March, 12:15 to 13:15")
    assert (offered.status, offered.booking.status) == (Stage.WITHDRAWN, Status.CANCELLED)
    assert "You stopped waiting." in ada.get("/waitlist")


def test_too_late_a_yes_is_told_so(offered, visit, cast, at):
    at.later(minutes=31)
    assert "This offer has ended" in visit.as_(cast.ada).post(f"/waitlist/{offered.public_id}/acceptance", expect=409)
    assert "We held it for you as long as we could." in visit.as_(cast.ada).get("/waitlist")


@pytest.mark.parametrize("who", ["ben", "cleo", "max"])
def test_anothers_wish_cannot_be_found(offered, visit, cast, who):
    visitor = visit.as_(getattr(cast, who))
    for deed in ("acceptance", "withdrawal"):
        visitor.post(f"/waitlist/{offered.public_id}/{deed}", expect=404)
    assert offered.status == Stage.OFFERED
    assert "Print review" not in visitor.get("/waitlist").html


def test_others_do_not_learn_who_waits_or_holds(offered, visit, cast):
    ben = visit.as_(cast.ben)
    for path in ("/rooms", "/rooms?view=table", "/rooms/alder", "/bookings"):
        page = ben.get(path).html
        assert "Ada" not in page
        assert "Print review" not in page
    taken = ben.submit(ben.get(FORM), "Book Alder", expect=409)
    assert "One person is before you." in taken
    assert "Ada" not in taken.html
    ben.get(f"/bookings/{offered.booking.public_id}", expect=404)


def test_a_window_is_waited_for_from_a_rooms_page(full, visit, cast):
    ada = visit.as_(cast.ada)
    room = ada.get("/rooms/alder")
    form = ada.get(room.links["Tell me if it becomes free"])
    page = ada.submit(form, "Wait for it", starts="12:00", ends="13:30", kind="tell", lasting="60")
    assert "Alder, Tuesday 10 March, an hour between 12:00 and 13:30" in page
    assert "We write to you as soon as it is free." in page
    listed = ada.submit(page, "Stop waiting: Alder, Tuesday 10 March, an hour between 12:00 and 13:30")
    assert "You no longer wait for it." in listed


def test_what_cannot_be_waited_for_is_said_on_the_form(visit, cast, rooms):
    ada = visit.as_(cast.ada)
    form = ada.get("/waitlist/new?room=alder&day=2026-03-14")
    page = ada.submit(form, "Wait for it", starts="12:00", ends="13:30", expect=422)
    assert "The house is closed on Saturday 14 March." in page
    page = ada.submit(form, "Wait for it", day="2026-03-10", starts="25", ends="13:30", expect=422)
    assert "From when? Write it like 12:15." in page
    ada.get("/waitlist/new", expect=200)
    ada.post("/waitlist", {"room": "attic", "day": "2026-03-10", "starts": "12:00", "ends": "13:00"}, expect=404)


def test_the_desk_sees_the_line_and_lets_another_go_first(full, wait, visit, cast):
    first, second = wait(cast.ada, "alder", "12:15", "13:15"), wait(cast.max, "alder", "12:15", "13:15")
    bookings.cancel(full, by=cast.ben, at=clock.now())
    cleo = visit.as_(cast.cleo)
    assert "Two wishes are on the waitlist." in cleo.get("/desk")
    page = cleo.get("/desk/waitlist")
    assert "Ada Okafor" in page
    path = f"/desk/waitlist/{second.public_id}/offer"
    assert "Say why somebody else goes first." in cleo.post(path, expect=422)
    cleo.submit(page, "Offer it to Max", reason="A visitor from abroad")
    db.session.expire_all()
    assert (first.status, second.status) == (Stage.WAITING, Stage.OFFERED)
    assert "First because: A visitor from abroad" in cleo.get("/desk/waitlist")


def test_a_member_finds_no_list_of_the_desk(offered, visit, cast):
    ada = visit.as_(cast.ada)
    ada.get("/desk/waitlist", expect=404)
    ada.post(f"/desk/waitlist/{offered.public_id}/offer", {"reason": "me"}, expect=404)


def test_nothing_to_wait_for_says_what_one_can_do(visit, cast, rooms):
    assert "Nothing to wait for" in visit.as_(cast.ada).get("/waitlist")
    assert "Nobody waits for a room" in visit.as_(cast.cleo).get("/desk/waitlist")
