"""The desk books for others, from a request too, and writes down what was used without a booking."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from portal.booking import queries
from portal.booking.models import Booking
from portal.db.base import db
from portal.helpdesk import actions as helpdesk
from portal.helpdesk.actions import Asking
from portal.kernel import clock
from portal.members.models import AuditEntry
from portal.outbox.models import Letter
from tests.support.browser import axe, overflow

WHEN = {"room": "alder", "day": "2026-03-10", "starts": "10:00", "ends": "11:00"}
FORM = "/bookings/new?room=alder&day=2026-03-10&starts=10:00&ends=11:00"
USED = {"room": "alder", "day": "2026-03-09", "starts": "18:30", "ends": "19:50", "people": "3", "reason": "They stayed on."}


@pytest.fixture
def cleo(visit, cast, rooms):
    return visit.as_(cast.cleo)


@pytest.fixture
def ben(visit, cast, rooms):
    return visit.as_(cast.ben)


def letters() -> list[Letter]:
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


def bookings() -> list[Booking]:
    return list(db.session.scalars(select(Booking).order_by(Booking.id)))


# --- For whom ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["ada@grove.example", " Ada@Grove.example ", "ada okafor", None])
def test_the_desk_books_for_a_member_who_gets_the_letter(cleo, cast, said):
    page = cleo.submit(cleo.get(FORM), "Book Alder", **{"for": said or cast.ada.public_id})
    assert "Alder is booked for Ada Okafor, 10:00 to 11:00." in page
    booking = queries.bookings_of(cast.ada, since=clock.now())[0]
    assert (booking.made_by_id, booking.source) == (cast.cleo.id, "desk")
    assert [(letter.to_address, "Cleo Marsh booked it for you." in letter.text) for letter in letters()] == [
        (cast.ada.email, True)
    ]


def test_left_empty_it_is_for_oneself(cleo, cast):
    cleo.submit(cleo.get(FORM), "Book Alder")
    assert bookings()[0].member_id == cast.cleo.id


def test_a_name_that_two_have_is_asked_back_and_nothing_typed_is_lost(cleo, cast):
    page = cleo.submit(cleo.get(FORM), "Book Alder", expect=422, title="Print review", **{"for": "grove.example"})
    assert "Whom do you mean by “grove.example”? Choose one." in page
    assert bookings() == []
    assert page.one("#f-title")["value"] == "Print review"
    page = cleo.submit(page, "Book Alder", chosen=cast.ben.public_id)
    assert "Alder is booked for Ben Lindqvist" in page


def test_nobody_by_that_name_is_said_so_and_former_members_are_nobody(cleo, cast):
    for said in ("Zora", cast.dora.email):
        page = cleo.submit(cleo.get(FORM), "Book Alder", expect=422, **{"for": said})
        assert f"We know nobody by “{said}”." in page


def test_letters_typed_bring_up_whom_they_may_mean(cleo, ben):
    found = cleo.fragment("/desk/members?for=fern", "datalist#whom")
    assert [option["value"] for option in found.all("option")] == ["ada@grove.example"]
    ben.get("/desk/members?for=fern", expect=404)


@pytest.mark.parametrize("said", ["ada@grove.example", "nobody@nowhere.example"])
def test_a_member_books_for_nobody_else_and_learns_nothing_by_trying(ben, said):
    assert "For whom?" not in ben.get(FORM)
    page = ben.post("/bookings", {**WHEN, "for": said}, expect=403)
    assert "You can book for yourself" in page
    assert bookings() == []


# --- Rules that bend, and those that do not --------------------------------------------------------------


def test_a_soft_rule_bends_for_a_reason_and_keeps_for_whom_it_is(cleo, cast):
    page = cleo.post("/bookings", {**WHEN, "starts": "19:00", "ends": "20:00", "for": cast.ada.email}, expect=422)
    assert "On Tuesday 10 March the house is open from 08:30 to 19:00." in page
    page = cleo.submit(page, "Book it all the same", reason="The choir asked in January.")
    assert "Alder is booked for Ada Okafor, 19:00 to 20:00." in page
    assert bookings()[0].reason == "The choir asked in January."
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.deed == "booking.made")).one()
    assert "bent=hours" in entry.detail


def test_the_fire_rule_has_no_such_button(cleo, cast):
    page = cleo.post("/bookings", {**WHEN, "people": "40", "for": cast.ada.email, "reason": "Please"}, expect=422)
    assert "No more than 12 people may be in Alder." in page
    assert "Book it all the same" not in page.buttons


# --- From a request ---------------------------------------------------------------------------------------


def test_a_request_becomes_a_booking_and_its_answer_is_begun(cleo, cast, rooms):
    ticket = helpdesk.ask(Asking(words="Help me book, please", room=rooms["alder"]), by=cast.ada, at=clock.now())
    page = cleo.click(cleo.get(f"/requests/{ticket.reference}"), "Book for Ada")
    page = cleo.submit(page, "Book Alder", starts="10:00", minutes="60")
    assert page.path.startswith(f"/requests/{ticket.reference}")
    assert "Alder is booked for you: Tuesday 10 March, 10:00 to 11:00." in page.one("#f-words").text
    assert queries.bookings_of(cast.ada, since=clock.now())


def test_a_member_is_offered_none_of_that(visit, cast, rooms):
    ticket = helpdesk.ask(Asking(words="Help me book, please"), by=cast.ada, at=clock.now())
    assert "Book for Ada" not in visit.as_(cast.ada).get(f"/requests/{ticket.reference}?booked=nothing").links


# --- What was used ----------------------------------------------------------------------------------------


def test_past_use_is_written_down_without_a_letter(cleo, cast):
    page = cleo.submit(cleo.get("/desk/use"), "Write it down", **USED, **{"for": cast.ben.email})
    assert "Written down: Alder, used by Ben Lindqvist." in page
    booking = bookings()[0]
    assert (booking.member_id, booking.source, booking.reason) == (cast.ben.id, "desk", "They stayed on.")
    assert letters() == []


def test_what_somebody_had_booked_or_is_not_over_is_not_use(cleo, cast, book):
    book(cast.ada, "alder", "09:00", "10:00")
    taken = {**USED, "day": "2026-03-10", "starts": "08:45", "ends": "09:00", "for": cast.ben.email}
    cleo.post("/desk/use", taken)
    page = cleo.post("/desk/use", taken, expect=409)
    assert "Alder is taken from 08:45 to 09:00." in page or "Someone took 08:45" in page
    page = cleo.post("/desk/use", {**USED, "day": "2026-03-11", "for": cast.ben.email}, expect=422)
    assert "That is not over yet." in page


def test_past_use_is_for_the_desk_alone(ben):
    ben.get("/desk/use", expect=404)
    ben.post("/desk/use", USED, expect=404)


@pytest.mark.browser
@pytest.mark.parametrize("how", [{}, {"phone": True}, {"scripts": False}], ids=["laptop", "phone", "no scripts"])
def test_the_desk_books_in_a_browser(browse, cast, rooms, how):
    page = browse(cast.cleo, **how)
    page.goto(FORM)
    page.get_by_label("For whom?").press_sequentially("Okaf")
    scripts = how.get("scripts", True)
    if scripts:
        expect(page.locator("#whom option[value='ada@grove.example']")).to_be_attached()
    page.get_by_role("button", name="Book Alder").click()
    expect(page.get_by_role("alert")).to_contain_text("Whom do you mean by “Okaf”?")
    assert not scripts or axe(page) == []
    page.get_by_text("Ada Okafor, Fernhill Studio").click()
    page.get_by_role("button", name="Book Alder").click()
    expect(page.get_by_text("Alder is booked for Ada Okafor, 10:00 to 11:00.")).to_be_visible()
    page.goto("/desk/use")
    assert not scripts or axe(page) == []
    assert not scripts or overflow(page) == 0


def test_the_way_to_the_desk_carries_what_was_asked_for(ben, book, cast):
    book(cast.ada, "alder", "10:00", "11:00")
    page = ben.post("/bookings", {**WHEN, "people": "6"}, expect=409)
    asked = parse_qs(urlsplit(page.links["Ask the front desk"]).query)
    assert asked["room"] == ["alder"]
    assert "10:00 to 11:00" in asked["words"][0]
