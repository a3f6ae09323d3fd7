"""Guests are invited by mail and hear of every change; needs reach the desk and its day sheet."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from portal.booking import actions
from portal.booking.approval import actions as approval
from portal.booking.guests.rules import Guest, guests
from portal.booking.models import Booking
from portal.db.base import db
from portal.db.unit import transaction
from portal.kernel import clock
from portal.kernel.errors import Invalid
from portal.outbox.models import Letter
from tests.support.browser import axe, overflow

WHEN = {"room": "alder", "day": "2026-03-10", "starts": "10:00", "ends": "11:00"}
HANNA, JO = Guest("hanna@tideline.example", "Hanna Berg"), Guest("jo@tideline.example")


@pytest.fixture
def ada(visit, cast, rooms):
    return visit.as_(cast.ada)


@pytest.fixture
def met(book, cast):
    return book(cast.ada, "alder", "10:00", "11:00", title="Print review", people=3, guests=(HANNA, JO))


def letters(to: str) -> list[tuple[str, str]]:
    """Subjects and methods, in the order they leave."""
    query = select(Letter).where(Letter.to_address == to).order_by(Letter.id)
    return [(letter.subject.partition(":")[0], letter.calendar_method) for letter in db.session.scalars(query)]


def last(to: str) -> tuple[Letter, bytes]:
    letter = db.session.scalars(select(Letter).where(Letter.to_address == to).order_by(Letter.id.desc())).first()
    assert letter is not None
    assert letter.calendar is not None
    return letter, letter.calendar.replace(b"\r\n ", b"")


# --- What is typed ----------------------------------------------------------------------------------------


def test_addresses_stand_with_commas_spaces_or_lines_between_them_and_each_once():
    typed = "Hanna Berg <HANNA@tideline.example>, jo@tideline.example\nJo@tideline.example; jo@tideline.example"
    assert guests(typed) == (HANNA, JO)


def test_what_is_no_address_is_named():
    with pytest.raises(Invalid) as no:
        guests("hanna@tideline.example, jo@tideline, kim")
    assert no.value.sentence.facts["bad"] == "jo@tideline, kim"


def test_fifty_are_invited_and_fifty_one_are_not():
    crowd = [f"guest{number}@tideline.example" for number in range(51)]
    assert len(guests("\n".join(crowd[:50]))) == 50  # as many as fit
    with pytest.raises(Invalid):
        guests("\n".join(crowd))


def test_a_bad_address_loses_nothing_of_the_form(ada):
    page = ada.post("/bookings", {**WHEN, "title": "Print review", "guests": "jo@tideline", "wants": "coffee"}, expect=422)
    assert "jo@tideline does not look like an address." in page
    assert page.one("#f-guests").text.strip() == "jo@tideline"
    assert page.one("#f-title")["value"] == "Print review"
    assert [tag["value"] for tag in page.all("input[name=wants][checked]")] == ["coffee"]


# --- Letters ----------------------------------------------------------------------------------------------


def test_guests_are_asked_and_see_no_other_guest(met, cast):
    letter, calendar = last(HANNA.address)
    assert letter.subject == "Ada Okafor invites you: Alder, Tuesday 10 March, 10:00 to 11:00"
    assert (letter.reply_to, letter.to_name, letter.calendar_method) == (cast.ada.email, "Hanna Berg", "REQUEST")
    assert b"RSVP=TRUE" in calendar
    assert JO.address.encode() not in calendar
    assert b"jo@tideline.example" in last(cast.ada.email)[1]


def test_a_move_and_a_cancellation_reach_them_in_order(met, asks, cast):
    actions.move(met, asks("cedar", "12:00", "13:00", people=3, guests=(HANNA, JO)), by=cast.cleo, at=clock.now())
    actions.cancel(met, by=cast.ada, at=clock.now())
    expected = [("Ada Okafor invites you", "REQUEST"), ("Moved", "REQUEST"), ("Called off", "CANCEL")]
    assert letters(HANNA.address) == letters(JO.address) == expected
    assert b"SEQUENCE:2" in last(JO.address)[1]


def test_who_is_left_out_is_told_and_who_is_new_is_asked(met, asks, cast):
    kim = Guest("kim@tideline.example")
    actions.move(met, asks("alder", "10:00", "11:00", people=3, guests=(JO, kim)), by=cast.ada, at=clock.now())
    assert letters(HANNA.address)[-1] == ("Called off", "CANCEL")
    assert len(letters(JO.address)) == 1
    assert letters(kim.address) == [("Ada Okafor invites you", "REQUEST")]


def test_a_room_that_needs_a_yes_writes_to_guests_after_it(book, rooms, cast):
    with transaction():
        rooms["alder"].needs_approval = True
    booking = book(cast.ada, "alder", "14:00", "15:00", people=2, guests=(JO,))
    assert letters(JO.address) == []
    approval.approve(booking, by=cast.cleo, at=clock.now())
    assert letters(JO.address) == [("Ada Okafor invites you", "REQUEST")]


# --- Capacity ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("many", "says"), [(10, "Alder seats 10, and you are 11."), (12, "No more than 12 people may be in Alder.")]
)
def test_guests_and_member_count(ada, visit, cast, many, says):
    crowd = "\n".join(f"guest{number}@tideline.example" for number in range(many))
    assert says in ada.post("/bookings", {**WHEN, "guests": crowd}, expect=422)
    page = visit.as_(cast.cleo).post("/bookings", {**WHEN, "guests": crowd}, expect=422)
    assert ("Book it all the same" in page.buttons) is (many == 10)


# --- Pages ------------------------------------------------------------------------------------------------


def test_needs_and_guests_stand_on_the_booking_and_survive_another_change(ada, cast):
    asked = {**WHEN, "guests": HANNA.written, "wants": ["coffee", "flipchart"], "layout": "theatre", "needs": "Oat milk"}
    page = ada.get(ada.post("/bookings", asked).location)
    assert "We have ready: In rows, Flipchart, Coffee and tea, Oat milk" in page
    page = ada.submit(page, "Save the change", title="Print review")
    assert "Guests: hanna@tideline.example" in page
    assert "In rows, Flipchart, Coffee and tea, Oat milk" in page
    assert len(letters(HANNA.address)) == 1


def test_what_was_typed_travels_with_a_way_round(ada, book, cast):
    book(cast.ben, "alder", "10:00", "11:00")
    page = ada.post("/bookings", {**WHEN, "guests": JO.address, "wants": ["coffee", "lunch"], "layout": "ushape"}, expect=409)
    page = ada.submit(page, "Take 11:00")
    assert "In a U, Coffee and tea, Lunch" in page
    assert "Guests: jo@tideline.example" in page


def test_the_desk_has_it_on_a_sheet_and_members_do_not(ada, visit, cast, met, asks):
    more = asks("alder", "10:00", "11:00", title="Print review", people=3, guests=(HANNA, JO), wants=("lunch",), needs="Oat milk")
    actions.move(met, more, by=cast.ada, at=clock.now())
    cleo = visit.as_(cast.cleo)
    assert "Lunch Oat milk 2 guests" in cleo.get("/desk/bookings")
    sheet = cleo.click(cleo.get("/desk/bookings?day=2026-03-10"), "Day sheet")
    assert sheet.words_of("tbody tr") == ["10:00–11:00 Alder Ada Okafor Print review 3 2 Lunch, Oat milk"]
    ada.get("/desk/bookings?day=2026-03-10&print=1", expect=404)
    visit.as_(cast.ben).get(f"/bookings/{met.public_id}", expect=404)


@pytest.mark.browser
@pytest.mark.parametrize("how", [{}, {"phone": True}, {"scripts": False}], ids=["laptop", "phone", "no scripts"])
def test_guests_are_invited_in_a_browser(browse, cast, rooms, how):
    page, scripts = browse(cast.cleo, **how), how.get("scripts", True)
    page.goto("/bookings/new?room=alder&day=2026-03-10&starts=10:00&ends=11:00")
    page.get_by_label("Guests from outside").fill(f"{HANNA.written}\n{JO.address}")
    page.get_by_text("Coffee and tea", exact=True).click()
    assert not scripts or axe(page) == []
    page.get_by_role("button", name="Book Alder").click()
    expect(page.get_by_text("Guests: hanna@tideline.example, jo@tideline.example")).to_be_visible()
    page.goto("/desk/bookings?day=2026-03-10&print=1")
    expect(page.get_by_role("cell", name="Coffee and tea")).to_be_attached()
    assert not scripts or (axe(page) == [] and overflow(page) == 0)


# --- Series -----------------------------------------------------------------------------------------------


def test_a_series_says_its_guests_to_the_desk_and_writes_to_none(ada, cast):
    form = ada.get("/bookings/new?room=alder&day=2026-03-10&starts=10:00&ends=11:00")
    page = ada.submit(form, "Book Alder", repeats="FREQ=WEEKLY;BYDAY=TU", times="3", guests=JO.address, wants="coffee")
    ada.submit(page, "Book these three dates")
    made = list(db.session.scalars(select(Booking)))
    assert [(each.wants, each.needs, each.people) for each in made] == [(["coffee"], JO.address, 2)] * 3
    assert letters(JO.address) == []
