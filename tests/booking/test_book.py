"""Book: what it promises and what it refuses."""

import pytest
from sqlalchemy import event, select

from portal.booking import actions
from portal.booking.models import Booking, Occupancy
from portal.booking.rules import Refused, Source, Status, Taken
from portal.db.base import db
from portal.db.once import AlreadyDone
from portal.db.unit import transaction
from portal.kernel import clock
from portal.kernel.errors import Forbidden, NotFound
from portal.members.models import AuditEntry
from portal.outbox.models import Letter
from portal.web.say import say


def carried(letter: Letter) -> bytes:
    assert letter.calendar is not None
    return letter.calendar


def deeds() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.deed).order_by(AuditEntry.id)))


def letters() -> list[Letter]:
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


def test_a_free_room_is_theirs_at_once(book, cast):
    booking = book(cast.ada, "alder", "10:00", "11:00", title="  Spring \n review ", people=6)
    assert (booking.status, booking.title, booking.people) == (Status.CONFIRMED, "Spring review", 6)
    assert (booking.source, booking.made_by) == (Source.PORTAL, cast.ada)
    assert booking.company_id == cast.ada.company_id
    (occupancy,) = db.session.scalars(select(Occupancy))
    assert (occupancy.starts_at, occupancy.ends_at) == (booking.starts_at, booking.ends_at)
    assert deeds() == ["booking.made"]


def test_the_letter_goes_with_it_and_carries_the_invitation(book, cast):
    booking = book(cast.ada, "alder", "10:00", "11:00", title="Spring review")
    (letter,) = letters()
    assert letter.subject == "Alder is yours: Tuesday 10 March, 10:00 to 11:00"
    assert letter.to_address == "ada@grove.example"
    assert f"/bookings/{booking.public_id}" in letter.text
    assert letter.calendar_method == "REQUEST"
    assert b"METHOD:REQUEST" in carried(letter)
    assert f"UID:{booking.uid}".encode() in carried(letter)


def test_an_ask_for_a_room_that_is_not_there_finds_nothing(book, cast, asks):
    ask = asks("alder", "10:00", "11:00").at(asks("alder", "10:00", "11:00").slot, "attic")
    with pytest.raises(NotFound):
        actions.book(ask, by=cast.ada, at=clock.now())


def test_who_has_left_books_nothing(book, cast):
    with pytest.raises(Forbidden):
        book(cast.dora, "alder", "10:00", "11:00")
    assert letters() == []


def test_a_member_books_for_nobody_else(book, cast):
    with pytest.raises(Forbidden):
        book(cast.ada, "alder", "10:00", "11:00", for_=cast.ben)


def test_the_desk_books_for_a_member_who_is_told(book, cast):
    booking = book(cast.cleo, "alder", "10:00", "11:00", for_=cast.ada)
    assert (booking.member, booking.made_by, booking.source) == (cast.ada, cast.cleo, Source.DESK)
    (letter,) = letters()
    assert letter.to_address == "ada@grove.example"
    assert "Cleo Marsh booked it for you." in letter.text


def test_a_taken_room_is_refused_in_words_and_nothing_is_written(book, cast, at):
    book(cast.ben, "alder", "10:00", "11:00", title="Secret plans")
    at.later(minutes=30)
    with pytest.raises(Taken) as refusal:
        book(cast.ada, "alder", "10:30", "11:30")
    assert say(refusal.value) == "Alder is taken from 10:00 to 11:00."
    assert len(db.session.scalars(select(Booking)).all()) == 1
    assert len(letters()) == 1


def test_whoever_was_a_moment_quicker_is_not_named(book, cast):
    book(cast.ben, "alder", "10:00", "11:00")
    with pytest.raises(Taken) as refusal:
        book(cast.ada, "alder", "10:00", "11:00")
    assert say(refusal.value) == "Someone took 10:00 a moment before you."


def test_ones_own_booking_is_pointed_out(book, cast):
    book(cast.ada, "alder", "10:00", "11:00")
    with pytest.raises(Taken) as refusal:
        book(cast.ada, "alder", "10:30", "11:00")
    assert say(refusal.value) == "You have Alder already, from 10:00 to 11:00."


def test_back_to_back_is_no_overlap(book, cast):
    book(cast.ben, "alder", "10:00", "11:00")
    assert book(cast.ada, "alder", "11:00", "12:00")
    assert book(cast.ada, "alder", "09:00", "10:00")


def test_an_open_wall_takes_both_rooms(book, cast):
    book(cast.ben, "hall", "10:00", "11:00")
    for room in ("alder", "birch"):
        with pytest.raises(Taken):
            book(cast.ada, room, "10:30", "11:30")
    book(cast.ben, "birch", "14:00", "15:00")
    with pytest.raises(Taken):
        book(cast.ada, "hall", "14:30", "15:30")
    assert book(cast.ada, "alder", "14:30", "15:30")


def test_the_same_form_makes_one_booking(book, cast):
    first = book(cast.ada, "alder", "10:00", "11:00", once="form-1")
    assert book(cast.ada, "alder", "10:00", "11:00", once="form-1") is first
    assert len(letters()) == 1


def test_somebody_elses_form_is_not_answered_with_their_booking(book, cast):
    book(cast.ada, "alder", "10:00", "11:00", once="form-1")
    with pytest.raises(AlreadyDone):
        book(cast.ben, "cedar", "10:00", "11:00", once="form-1")


def test_staff_may_bend_a_soft_rule_with_a_reason(book, cast):
    with pytest.raises(Refused) as refusal:
        book(cast.cleo, "alder", "19:00", "20:00")
    assert refusal.value.bendable
    booking = book(cast.cleo, "alder", "19:00", "20:00", reason="Evening talk")
    assert booking.reason == "Evening talk"
    assert db.session.scalar(select(AuditEntry.detail)) == "room=alder bent=hours"


def test_a_members_reason_bends_nothing(book, cast):
    with pytest.raises(Refused):
        book(cast.ada, "alder", "19:00", "20:00", reason="Evening talk")


def test_nobody_bends_the_fire_rule(book, cast):
    with pytest.raises(Refused) as refusal:
        book(cast.max, "birch", "10:00", "11:00", people=7, reason="They are small")
    assert not refusal.value.bendable
    assert say(refusal.value) == "No more than 6 people may be in Birch. It is the fire rule, for everybody."


def test_maintenance_is_said_to_be_that(cast, rooms, book, asks):
    slot = asks("alder", "10:00", "12:00").slot
    times = {"setup_from": slot.starts_at, "starts_at": slot.starts_at, "ends_at": slot.ends_at, "turned_until": slot.ends_at}
    with transaction():
        db.session.add(Occupancy(part_id=rooms["alder"].parts[0].id, kind="maintenance", **times))
    with pytest.raises(Taken) as refusal:
        book(cast.ada, "alder", "11:00", "12:30")
    assert say(refusal.value) == "Alder is being looked after from 10:00 to 12:00."


def test_the_number_of_statements_of_a_booking_is_bounded(book, cast, asks):
    said: list[str] = []

    def listen(*args) -> None:
        said.append(args[2])

    event.listen(db.engine, "before_cursor_execute", listen)
    book(cast.ada, "alder", "10:00", "11:00", once="form")
    event.remove(db.engine, "before_cursor_execute", listen)
    statements = [statement for statement in said if not statement.startswith("BEGIN")]
    assert len(statements) <= 10, "\n".join(statements)
