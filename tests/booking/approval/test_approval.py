"""Rooms that staff say yes to: pencilled in, yes, no, and lapsed by the clock."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.booking import actions as bookings
from portal.booking.approval import actions, jobs, queries
from portal.booking.approval.rules import lapses_at
from portal.booking.models import Occupancy
from portal.booking.rules import Hold, Kind, Status, Taken
from portal.booking.waitlist import actions as waitlist
from portal.booking.waitlist.rules import Stage, Wish
from portal.db.base import db
from portal.db.unit import transaction
from portal.kernel import clock
from portal.kernel.errors import Conflict, Forbidden, Invalid
from portal.outbox.models import Letter


@pytest.fixture
def cedar(rooms):
    """Cedar, which needs a yes four hours before it begins."""
    with transaction():
        rooms["cedar"].needs_approval = True
    return rooms["cedar"]


@pytest.fixture
def asked(cedar, book, cast):
    """Ada would like Cedar at four."""
    return book(cast.ada, "cedar", "16:00", "17:00", title="Board")


def letters(member) -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.to_address == member.email).order_by(Letter.id)))


@pytest.mark.parametrize(
    ("starts", "lapses"),
    [("16:00", "12:00"), ("13:30", "10:00"), ("10:30", "10:00"), ("09:30", "09:30"), ("09:00", "09:15")],
)
def test_it_lapses_hours_before_but_not_before_the_house_could_answer(starts, lapses):
    day = datetime(2026, 3, 10, 9, tzinfo=UTC)
    begins = datetime.fromisoformat(f"2026-03-10 {starts}+00:00")
    assert f"{lapses_at(begins, timedelta(hours=4), at=day):%H:%M}" == lapses


def test_a_booking_is_pencilled_in_and_the_letter_says_until_when(asked, cast):
    assert (asked.status, asked.held_for) == (Status.HELD, Hold.APPROVAL)
    assert [row.kind for row in db.session.scalars(select(Occupancy))] == [Kind.HOLD]
    (letter,) = letters(cast.ada)
    assert letter.subject == "Pencilled in: Cedar, Tuesday 10 March, 16:00 to 17:00"
    assert "until the front desk says yes" in letter.text
    assert "by Tuesday 10 March, 12:00" in letter.text
    assert letter.calendar is None
    assert b"STATUS:TENTATIVE" in (asked.own_event or b"")
    assert b"Board" not in (asked.busy_event or b"")


def test_what_staff_book_needs_no_yes(cedar, book, cast):
    assert book(cast.cleo, "cedar", "16:00", "17:00", for_=cast.ada).status == Status.CONFIRMED


def test_other_rooms_need_none(cedar, book, cast):
    assert book(cast.ada, "alder", "16:00", "17:00").status == Status.CONFIRMED


def test_yes_makes_it_sure_and_brings_the_invitation_once(asked, cast):
    assert queries.pencilled(at=clock.now()) == [asked]
    for _ in range(2):
        actions.approve(asked, by=cast.cleo, at=clock.now())
    assert (asked.status, asked.held_for, asked.held_until) == (Status.CONFIRMED, "", None)
    assert queries.pencilled_count(at=clock.now()) == 0
    assert b"STATUS:CONFIRMED" in (asked.own_event or b"")
    first, second = letters(cast.ada)
    assert second.subject == "Cedar is yours: Tuesday 10 March, 16:00 to 17:00"
    assert b"METHOD:REQUEST" in (second.calendar or b"")
    assert second.in_reply_to == first.message_id


def test_no_frees_it_and_says_why(asked, cast):
    with pytest.raises(Invalid):
        actions.decline(asked, " ", by=cast.cleo, at=clock.now())
    actions.decline(asked, "The floor is being oiled.", by=cast.cleo, at=clock.now())
    assert asked.status == Status.CANCELLED
    assert db.session.scalars(select(Occupancy)).all() == []
    letter = letters(cast.ada)[-1]
    assert letter.subject == "Not this time: Cedar, Tuesday 10 March, 16:00 to 17:00"
    assert "The floor is being oiled." in letter.text
    with pytest.raises(Conflict):
        actions.approve(asked, by=cast.cleo, at=clock.now())


def test_a_member_says_neither_yes_nor_no(asked, cast):
    with pytest.raises(Forbidden):
        actions.approve(asked, by=cast.ada, at=clock.now())
    with pytest.raises(Forbidden):
        actions.decline(asked, "because", by=cast.ben, at=clock.now())


def test_it_lapses_by_the_clock_and_once(asked, cast, at):
    at("2026-03-10 11:59")
    jobs.lapse_pencilled()
    assert asked.status == Status.HELD
    at("2026-03-10 12:00")
    with pytest.raises(Conflict):
        actions.approve(asked, by=cast.cleo, at=clock.now())
    jobs.lapse_pencilled()
    jobs.lapse_pencilled()
    assert asked.status == Status.CANCELLED
    assert [letter.subject for letter in letters(cast.ada)][1:] == ["No longer held: Cedar, Tuesday 10 March, 16:00 to 17:00"]


def test_two_pencilled_for_one_time_cannot_be(asked, book, cast):
    with pytest.raises(Taken):
        book(cast.ben, "cedar", "16:30", "17:30")


def test_its_member_gives_it_back_without_a_word_to_the_calendar(asked, cast):
    bookings.cancel(asked, by=cast.ada, at=clock.now())
    assert letters(cast.ada)[-1].calendar is None


def test_a_sure_booking_that_moves_there_leaves_the_calendar_until_the_yes(cedar, book, cast, asks):
    booking = book(cast.ada, "alder", "16:00", "17:00")
    bookings.move(booking, asks("cedar", "16:00", "17:00"), by=cast.ada, at=clock.now())
    assert booking.status == Status.HELD
    letter = letters(cast.ada)[-1]
    assert "It was Alder" in letter.text
    assert b"METHOD:CANCEL" in (letter.calendar or b"")
    actions.approve(booking, by=cast.cleo, at=clock.now())
    assert booking.sequence == 2
    assert b"SEQUENCE:2" in (letters(cast.ada)[-1].calendar or b"")


def test_what_moves_away_from_there_is_sure(asked, cast, asks):
    bookings.move(asked, asks("alder", "16:00", "17:00"), by=cast.ada, at=clock.now())
    assert (asked.status, asked.held_until) == (Status.CONFIRMED, None)


def test_the_next_in_line_is_asked_when_staff_say_no_and_needs_a_yes_as_well(asked, cast, asks):
    wish = Wish(ask=asks("cedar", "16:00", "17:00"), lasts=timedelta(hours=1))
    waiting = waitlist.join(wish, by=cast.ben, at=clock.now())
    actions.decline(asked, "Not this time", by=cast.cleo, at=clock.now())
    assert waiting.status == Stage.OFFERED
    booking = waitlist.accept(waiting, by=cast.ben, at=clock.now())
    assert (booking.status, booking.held_for, waiting.status) == (Status.HELD, Hold.APPROVAL, Stage.TAKEN)
    assert letters(cast.ben)[-1].subject == "Pencilled in: Cedar, Tuesday 10 March, 16:00 to 17:00"


# --- Pages -----------------------------------------------------------------------------------------------------


def test_the_desk_says_yes_with_one_click(asked, visit, cast):
    cleo = visit.as_(cast.cleo)
    desk = cleo.get("/desk")
    assert "One booking waits for your yes." in desk
    page = cleo.get("/desk/approvals")
    assert "Cedar, Tuesday 10 March, 16:00 – 17:00" in page
    cleo.submit(page, "Yes: Ada Okafor, Cedar, Tuesday 10 March")
    assert asked.status == Status.CONFIRMED
    assert "Nothing waits for a yes" in cleo.get("/desk/approvals")


def test_the_desk_says_no_with_a_reason(asked, visit, cast):
    cleo = visit.as_(cast.cleo)
    path = f"/desk/approvals/{asked.public_id}/no"
    assert "Say why" in cleo.post(path, expect=422)
    cleo.post(path, {"reason": "Oiled floor"})
    assert asked.status == Status.CANCELLED


def test_its_member_reads_that_it_is_pencilled_in(cedar, visit, cast):
    ada = visit.as_(cast.ada)
    form = ada.get("/bookings/new?room=cedar&day=2026-03-10&starts=16:00&ends=17:00")
    page = ada.submit(form, "Book Cedar", title="Board")
    assert "Cedar is pencilled in, 16:00 to 17:00, until the front desk says yes." in page
    assert "If it does not by Tuesday 10 March, 12:00, it lapses" in page
    assert "pencilled in" in ada.get("/bookings")
    assert "Cedar is pencilled in for Tuesday 10 March, 16:00." in ada.get("/")
    ada.get(f"{page.path}/booking.ics", expect=404)


def test_who_may_not_say_yes_finds_nothing(asked, visit, cast):
    for who in (cast.ada, cast.ben):
        visitor = visit.as_(who)
        visitor.get("/desk/approvals", expect=404)
        visitor.post(f"/desk/approvals/{asked.public_id}/yes", expect=404)
    assert asked.status == Status.HELD
    assert "Shall they have it?" not in visit.as_(cast.ada).get(f"/bookings/{asked.public_id}")


def test_others_do_not_learn_who_it_is_for(asked, visit, cast):
    page = visit.as_(cast.ben).get("/rooms")
    assert "Ada" not in page.html
    assert "Board" not in page.html
