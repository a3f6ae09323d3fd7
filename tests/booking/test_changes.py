"""Move and cancel: what they promise and what they refuse."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.booking import actions
from portal.booking.models import Occupancy
from portal.booking.rules import Status, Taken
from portal.db.base import db
from portal.kernel import clock
from portal.kernel.errors import Conflict, Forbidden
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


def test_a_move_takes_the_new_time_and_gives_the_old_one_back(book, cast, asks):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    actions.move(booking, asks("alder", "10:30", "11:30"), by=cast.ada, at=clock.now())
    assert book(cast.ben, "alder", "10:00", "10:30")
    assert (booking.sequence, deeds()) == (1, ["booking.made", "booking.moved", "booking.made"])
    moved = letters()[1]
    assert moved.subject == "Moved: Alder, Tuesday 10 March, 10:30 to 11:30"
    assert "It was Alder, Tuesday 10 March, 10:00 to 11:00." in moved.text
    assert b"SEQUENCE:1" in carried(moved)


def test_a_move_to_a_taken_time_changes_nothing(book, cast, asks):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    book(cast.ben, "alder", "11:00", "12:00")
    with pytest.raises(Taken):
        actions.move(booking, asks("alder", "10:30", "11:30"), by=cast.ada, at=clock.now())
    assert (booking.slot, booking.sequence) == (asks("alder", "10:00", "11:00").slot, 0)


def test_a_move_to_another_room_leaves_the_first_one_free(book, cast, asks):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    actions.move(booking, asks("cedar", "10:00", "11:00"), by=cast.ada, at=clock.now())
    assert booking.room.slug == "cedar"
    assert book(cast.ben, "alder", "10:00", "11:00")


def test_a_booking_that_has_begun_may_be_shortened(book, cast, asks, at):
    booking = book(cast.ada, "alder", "10:00", "12:00")
    at.later(hours=1, minutes=40)
    actions.move(booking, asks("alder", "10:00", "11:00"), by=cast.ada, at=clock.now())
    assert booking.ends_at == booking.starts_at + timedelta(hours=1)


def test_nobody_moves_or_cancels_anothers_booking(book, cast, asks):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    with pytest.raises(Forbidden):
        actions.move(booking, asks("alder", "12:00", "13:00"), by=cast.ben, at=clock.now())
    with pytest.raises(Forbidden):
        actions.cancel(booking, by=cast.ben, at=clock.now())
    assert booking.status == Status.CONFIRMED


def test_what_is_over_stays_as_it_was(book, cast, asks, at):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    at.later(hours=2)
    with pytest.raises(Forbidden):
        actions.cancel(booking, by=cast.ada, at=clock.now())


def test_a_stale_form_is_told_what_has_changed(book, cast, asks):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    seen = booking.edition
    actions.move(booking, asks("cedar", "10:00", "11:00"), by=cast.cleo, at=clock.now())
    with pytest.raises(Conflict) as refusal:
        actions.move(booking, asks("alder", "12:00", "13:00"), by=cast.ada, at=clock.now(), seen=seen)
    assert "it is Cedar now, Tuesday 10 March, 10:00" in say(refusal.value)


def test_a_new_title_is_no_move(book, cast, asks):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    busy = booking.busy_event
    actions.move(booking, asks("alder", "10:00", "11:00", title="Spring review"), by=cast.ada, at=clock.now())
    assert (booking.sequence, booking.edition, len(letters())) == (0, 1, 1)
    assert b"Spring review" in booking.own_event
    assert booking.busy_event == busy
    assert b"Spring" not in busy


def test_nothing_new_changes_nothing(book, cast, asks):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    actions.move(booking, asks("alder", "10:00", "11:00"), by=cast.ada, at=clock.now())
    assert (booking.edition, deeds()) == (0, ["booking.made"])


def test_cancelling_gives_the_room_back_and_says_so_once(book, cast):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    for _ in range(2):
        actions.cancel(booking, by=cast.ada, at=clock.now())
    assert booking.status == Status.CANCELLED
    assert db.session.scalars(select(Occupancy)).all() == []
    assert [letter.calendar_method for letter in letters()] == ["REQUEST", "CANCEL"]
    assert b"SEQUENCE:1" in carried(letters()[1])
    assert book(cast.ben, "alder", "10:00", "11:00")


def test_the_desk_cancels_and_the_member_reads_who_did(book, cast):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    actions.cancel(booking, by=cast.cleo, at=clock.now())
    assert "Cleo Marsh cancelled it for you." in letters()[1].text
