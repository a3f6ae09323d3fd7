"""In line: who is offered what, in which order, for how long; and what becomes of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.booking import actions as bookings
from portal.booking.models import Occupancy
from portal.booking.rules import Hold, Kind, Status
from portal.booking.waitlist import actions, jobs, queries
from portal.booking.waitlist.rules import MOVES, Stage, WishKind, offer_ends
from portal.db.base import db
from portal.kernel import clock
from portal.kernel.errors import Conflict
from portal.outbox.models import Letter
from tests.booking.conftest import said
from tests.booking.waitlist.conftest import free, held_by, subjects


def test_every_stage_has_its_moves():
    assert MOVES.keys() == set(Stage)


def test_who_is_first_is_offered_the_room_the_moment_it_is_given_back(full, wait, cast, fay):
    first = wait(cast.ada, "alder", "12:15", "13:15", title="Print review", people=6)
    second = wait(fay, "alder", "12:15", "13:15")
    assert (queries.ahead_of(first), queries.ahead_of(second)) == (0, 1)
    free(full)
    (held,) = held_by(cast.ada)
    assert (held.title, held.people, held.slot) == ("Print review", 6, full.slot)
    assert (held.held_for, held.held_until) == (Hold.OFFER, clock.now() + timedelta(minutes=30))
    assert (first.status, first.booking, second.status) == (Stage.OFFERED, held, Stage.WAITING)
    assert [row.kind for row in db.session.scalars(select(Occupancy))] == [Kind.HOLD]
    assert b"STATUS:TENTATIVE" in (held.own_event or b"")


def test_the_letter_says_until_when_and_brings_no_invitation_yet(full, wait, cast):
    wait(cast.ada, "alder", "12:15", "13:15")
    free(full)
    letter = db.session.scalars(select(Letter).where(Letter.to_address == cast.ada.email)).one()
    assert letter.subject == "Held for you: Alder, Tuesday 10 March, 12:15 to 13:15"
    assert "until Tuesday 10 March, 09:30" in letter.text
    assert "https://grove.example/waitlist" in letter.text
    assert "https://grove.example/waitlist" in letter.html
    assert letter.calendar is None


def test_an_offer_ends_half_an_hour_before_the_start_at_the_latest(full, wait, cast, at):
    waiting = wait(cast.ada, "alder", "12:15", "13:15")
    at("2026-03-10 11:30")
    free(full)
    assert waiting.booking
    assert said(waiting.booking.held_until, cast.house.zone) == "11:45"
    assert offer_ends(full.starts_at, at=full.starts_at - timedelta(hours=5)) == full.starts_at - timedelta(hours=4, minutes=30)


def test_what_opens_too_late_is_offered_to_nobody(full, wait, cast, at):
    waiting = wait(cast.ada, "alder", "12:15", "13:15")
    at("2026-03-10 11:45")
    free(full)
    assert (waiting.status, held_by(cast.ada)) == (Stage.WAITING, [])
    jobs.tend_waitlist()
    assert waiting.status == Stage.LAPSED
    assert subjects(cast.ada.email) == ["It did not open: Alder, Tuesday 10 March"]


def test_yes_makes_it_theirs_and_brings_the_invitation(full, wait, cast):
    waiting = wait(cast.ada, "alder", "12:15", "13:15")
    free(full)
    booking = actions.accept(waiting, by=cast.ada, at=clock.now())
    assert (booking.status, booking.held_for, booking.held_until) == (Status.CONFIRMED, "", None)
    assert waiting.status == Stage.TAKEN
    assert [row.kind for row in db.session.scalars(select(Occupancy))] == [Kind.BOOKING]
    letter = db.session.scalars(select(Letter).where(Letter.to_address == cast.ada.email).order_by(Letter.id.desc())).first()
    assert letter
    assert letter.subject == "Alder is yours: Tuesday 10 March, 12:15 to 13:15"
    assert b"METHOD:REQUEST" in (letter.calendar or b"")
    assert actions.accept(waiting, by=cast.ada, at=clock.now()) is booking
    assert len(subjects(cast.ada.email)) == 2


def test_yes_after_the_offer_has_ended_is_too_late_even_before_the_worker_came(full, wait, cast, at):
    waiting = wait(cast.ada, "alder", "12:15", "13:15")
    free(full)
    at.later(minutes=30)
    with pytest.raises(Conflict, match="has ended"):
        actions.accept(waiting, by=cast.ada, at=clock.now())
    assert waiting.status == Stage.OFFERED


def test_an_offer_that_nobody_takes_goes_to_the_next(full, wait, cast, fay, at):
    first, second = wait(cast.ada, "alder", "12:15", "13:15"), wait(fay, "alder", "12:15", "13:15")
    free(full)
    at.later(minutes=29)
    jobs.tend_waitlist()
    assert first.status == Stage.OFFERED
    at.later(minutes=1)
    jobs.tend_waitlist()
    jobs.tend_waitlist()
    assert (first.status, second.status) == (Stage.LAPSED, Stage.OFFERED)
    assert (held_by(cast.ada), len(held_by(fay))) == ([], 1)
    assert subjects(cast.ada.email)[-1] == "No longer held: Alder, Tuesday 10 March, 12:15 to 13:15"
    assert len(subjects(fay.email)) == 1


def test_leaving_it_asks_the_next_at_once(full, wait, cast, fay):
    first, second = wait(cast.ada, "alder", "12:15", "13:15"), wait(fay, "alder", "12:15", "13:15")
    free(full)
    actions.withdraw(first, by=cast.ada, at=clock.now())
    actions.withdraw(first, by=cast.ada, at=clock.now())
    assert (first.status, second.status) == (Stage.WITHDRAWN, Stage.OFFERED)
    with pytest.raises(Conflict):
        actions.accept(first, by=cast.ada, at=clock.now())


def test_who_stops_waiting_is_offered_nothing(full, wait, cast):
    actions.withdraw(wait(cast.ada, "alder", "12:15", "13:15"), by=cast.ada, at=clock.now())
    free(full)
    assert held_by(cast.ada) == []


def test_moving_away_frees_it_as_well(full, wait, cast, asks):
    waiting = wait(cast.ada, "alder", "12:15", "13:15")
    bookings.move(full, asks("cedar", "12:15", "13:15"), by=cast.ben, at=clock.now())
    assert waiting.status == Stage.OFFERED


def test_who_waits_for_the_hall_is_offered_it_when_its_last_part_is_freed(book, wait, cast):
    alder, birch = book(cast.ben, "alder", "12:00", "13:00"), book(cast.ben, "birch", "12:00", "13:00")
    hall = wait(cast.ada, "hall", "12:00", "13:00")
    free(alder)
    assert hall.status == Stage.WAITING
    free(birch)
    assert hall.status == Stage.OFFERED


def test_a_room_as_good_will_do_for_those_who_said_so(book, wait, cast, fay):
    book(cast.ben, "alder", "12:00", "13:00")
    cedar = book(cast.ben, "cedar", "12:00", "13:00")
    fussy, easy = wait(fay, "alder", "12:00", "13:00"), wait(cast.ada, "alder", "12:00", "13:00", any_room=True, people=8)
    free(cedar)
    assert (fussy.status, easy.status) == (Stage.WAITING, Stage.OFFERED)
    assert held_by(cast.ada)[0].room.slug == "cedar"


def test_one_freed_stretch_serves_several(book, wait, cast, fay):
    long = book(cast.ben, "alder", "13:00", "17:00")
    wait(cast.ada, "alder", "13:00", "14:00")
    wait(fay, "alder", "13:00", "17:00", minutes=60)
    free(long)
    assert said(held_by(cast.ada)[0].starts_at, cast.house.zone) == "13:00"
    assert said(held_by(fay)[0].starts_at, cast.house.zone) == "14:00"


def test_who_only_wants_to_know_gets_a_letter_and_no_hold(full, wait, cast, fay):
    tell = wait(cast.ada, "alder", "12:00", "14:00", minutes=60, kind=WishKind.TELL)
    free(full)
    assert (tell.status, held_by(cast.ada)) == (Stage.TOLD, [])
    (subject,) = subjects(cast.ada.email)
    assert subject == "It is free: Alder, Tuesday 10 March, 12:00 to 13:00"
    letter = db.session.scalars(select(Letter).where(Letter.to_address == cast.ada.email)).one()
    assert "/bookings/new?room=alder&day=2026-03-10&starts=12%3A00&ends=13%3A00" in letter.text


def test_who_only_wants_to_know_is_not_told_of_what_is_held_for_another(full, wait, cast, fay):
    tell = wait(cast.ada, "alder", "12:15", "13:15", kind=WishKind.TELL)
    wait(fay, "alder", "12:15", "13:15")
    free(full)
    assert (tell.status, len(held_by(fay))) == (Stage.WAITING, 1)
