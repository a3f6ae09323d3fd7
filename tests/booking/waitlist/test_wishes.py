"""What the rules have to say about wishes and offers, and what staff have."""

import pytest
from sqlalchemy import select

from portal.booking import actions as bookings
from portal.booking.models import Occupancy
from portal.booking.rules import Refused, Taken, WayKind
from portal.booking.waitlist import actions, jobs
from portal.booking.waitlist.models import Waiting
from portal.booking.waitlist.rules import MOST, Stage
from portal.db.base import db
from portal.db.unit import transaction
from portal.house.models import Closure
from portal.kernel import clock
from portal.kernel.errors import Conflict, Forbidden, Invalid
from portal.members.models import AuditEntry
from tests.booking.conftest import TUESDAY
from tests.booking.waitlist.conftest import free, held_by


def test_the_rules_are_asked_again_before_an_offer(full, wait, cast, fay):
    waiting = wait(cast.ada, "alder", "12:15", "13:15", people=10)
    modest = wait(fay, "alder", "12:15", "13:15", people=2)
    with transaction():
        full.room.capacity = 4
    free(full)
    assert (waiting.status, modest.status) == (Stage.WAITING, Stage.OFFERED)


def test_a_room_that_is_used_no_more_is_offered_to_nobody(full, wait, cast):
    waiting = wait(cast.ada, "alder", "12:15", "13:15")
    with transaction():
        full.room.retired_at = clock.now()
    free(full)
    assert waiting.status == Stage.WAITING


def test_the_rules_are_asked_again_before_a_yes_counts(full, wait, cast):
    waiting = wait(cast.ada, "alder", "12:15", "13:15")
    free(full)
    with transaction():
        cast.house.closures.append(Closure(closed_on=TUESDAY, reason="Flood"))
    with pytest.raises(Refused):
        actions.accept(waiting, by=cast.ada, at=clock.now())
    assert (waiting.status, len(held_by(cast.ada))) == (Stage.OFFERED, 1)


def test_nobody_waits_for_what_the_rules_do_not_allow(wait, cast):
    with pytest.raises(Refused):
        wait(cast.ada, "alder", "20:00", "21:00")
    with pytest.raises(Refused):
        wait(cast.ada, "alder", "12:15", "13:15", people=400)
    with pytest.raises(Invalid):
        wait(cast.ada, "alder", "09:15", "10:15")
    with pytest.raises(Invalid):
        wait(cast.ada, "alder", "12:15", "13:15", minutes=90)
    assert db.session.scalars(select(Waiting)).all() == []


def test_who_has_left_does_not_wait_and_is_offered_nothing(full, wait, cast, fay):
    with pytest.raises(Forbidden):
        wait(cast.dora, "alder", "12:15", "13:15")
    gone, here = wait(cast.ada, "alder", "12:15", "13:15"), wait(fay, "alder", "12:15", "13:15")
    with transaction():
        cast.ada.left_on = TUESDAY
    free(full)
    assert (gone.status, here.status) == (Stage.WAITING, Stage.OFFERED)


def test_the_same_wish_again_stands_where_it_stood(full, wait, cast):
    first = wait(cast.ada, "alder", "12:15", "13:15", once="once-1")
    assert wait(cast.ada, "alder", "12:15", "13:15", once="once-1") is first
    assert wait(cast.ada, "alder", "12:15", "13:15", once="once-2") is first


def test_one_person_may_wait_for_so_many_things(book, wait, cast):
    book(cast.ben, "alder", "10:00", "18:00")
    begins = [f"{10 + n // 4}:{n % 4 * 15:02d}" for n in range(MOST)]
    for each in begins:
        wait(cast.ada, "alder", each, "17:00")
    with pytest.raises(Invalid, match="already"):
        wait(cast.ada, "alder", "17:00", "18:00")


def test_what_is_free_already_is_offered_at_once(wait, cast):
    assert wait(cast.ada, "alder", "12:15", "13:15").status == Stage.OFFERED


def test_what_opens_without_anybody_giving_it_back_is_found_within_a_minute(full, wait, cast):
    waiting = wait(cast.ada, "alder", "12:15", "13:15")
    with transaction():
        db.session.query(Occupancy).delete()
    jobs.tend_waitlist()
    assert waiting.status == Stage.OFFERED
    deeds = list(db.session.scalars(select(AuditEntry.deed).where(AuditEntry.about == f"waiting:{waiting.public_id}")))
    assert deeds == ["waitlist.joined", "waitlist.offered"]


def test_staff_let_somebody_else_go_first_and_say_why(full, wait, cast, fay):
    first, second = wait(cast.ada, "alder", "12:15", "13:15"), wait(fay, "alder", "12:15", "13:15")
    free(full)
    with pytest.raises(Invalid):
        actions.pick(second, "  ", by=cast.cleo, at=clock.now())
    with pytest.raises(Forbidden):
        actions.pick(second, "me", by=fay, at=clock.now())
    actions.pick(second, "A visitor in a wheelchair", by=cast.cleo, at=clock.now())
    assert (first.status, second.status, second.reason) == (Stage.WAITING, Stage.OFFERED, "A visitor in a wheelchair")
    assert (held_by(cast.ada), len(held_by(fay))) == ([], 1)
    actions.withdraw(second, by=fay, at=clock.now())
    assert first.status == Stage.OFFERED


def test_staff_cannot_offer_what_somebody_has(full, wait, cast):
    waiting = wait(cast.ada, "alder", "12:15", "13:15")
    with pytest.raises(Conflict, match="not free"):
        actions.pick(waiting, "because", by=cast.cleo, at=clock.now())
    assert waiting.status == Stage.WAITING


def test_an_offer_is_not_moved_or_cancelled_as_a_booking_is(full, wait, cast, asks):
    waiting = wait(cast.ada, "alder", "12:15", "13:15")
    free(full)
    assert waiting.booking
    with pytest.raises(Forbidden):
        bookings.cancel(waiting.booking, by=cast.ada, at=clock.now())
    with pytest.raises(Forbidden):
        bookings.move(waiting.booking, asks("cedar", "12:15", "13:15"), by=cast.ada, at=clock.now())


def test_a_room_that_is_taken_has_the_waitlist_among_its_ways(full, cast, asks, fay, wait):
    ask = asks("alder", "12:15", "13:15")
    with pytest.raises(Taken) as taken:
        bookings.book(ask, by=cast.ada, at=clock.now())
    kinds = [way.kind for way in taken.value.ways]
    assert kinds[-2:] == [WayKind.WAITLIST, WayKind.DESK]
    assert "first in line" in taken.value.ways[-2].why.message
    wait(fay, "alder", "12:15", "13:15")
    with pytest.raises(Taken) as again:
        bookings.book(ask, by=cast.ada, at=clock.now())
    assert "One person" in again.value.ways[-2].why.message


def test_a_refusal_by_a_rule_and_ones_own_booking_are_nothing_to_wait_for(full, cast, asks, at):
    with pytest.raises(Refused) as refused:
        bookings.book(asks("alder", "06:00", "07:00"), by=cast.ada, at=clock.now())
    with pytest.raises(Taken) as mine:
        bookings.book(asks("alder", "12:15", "13:15"), by=cast.ben, at=clock.now())
    at("2026-03-10 11:50")
    with pytest.raises(Taken) as soon:
        bookings.book(asks("alder", "12:15", "13:15"), by=cast.ada, at=clock.now())
    for no in (refused, mine, soon):
        assert WayKind.WAITLIST not in [way.kind for way in no.value.ways]
