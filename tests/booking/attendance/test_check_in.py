"""Check in, pass on, end early, remind: what the deeds promise and what they refuse."""

import threading

import pytest
from sqlalchemy import select

from portal.booking.actions import move
from portal.booking.attendance import actions, jobs, queries
from portal.booking.attendance.rules import How
from portal.booking.feed.queries import busy_events, own_events, revisions, scope_of
from portal.booking.models import Booking, Occupancy
from portal.booking.rules import Status, Taken
from portal.db.base import db
from portal.kernel import clock
from portal.kernel.errors import Conflict, Forbidden
from portal.members.models import AuditEntry
from portal.outbox.models import Letter


def subjects() -> list[str]:
    return list(db.session.scalars(select(Letter.subject).order_by(Letter.id)))


def deeds() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.deed).order_by(AuditEntry.id)))


def occupancies(booking) -> list[Occupancy]:
    return list(db.session.scalars(select(Occupancy).where(Occupancy.booking_id == booking.id)))


def test_whoever_checks_in_keeps_the_room(coming, cast, at, now):
    actions.check_in(coming, by=cast.ada, at=now())
    at.later(minutes=40)
    jobs.release_no_shows()
    assert (coming.status, coming.checked_in_how, coming.checked_in_by_id) == (Status.CONFIRMED, How.PORTAL, cast.ada.id)
    assert deeds() == ["booking.made", "booking.checked_in"]


def test_checking_in_twice_is_once(coming, cast, at, now):
    first = now()
    actions.check_in(coming, by=cast.ada, at=first)
    at.later(minutes=15)
    actions.check_in(coming, by=cast.ada, at=now())
    assert coming.checked_in_at == first
    assert deeds().count("booking.checked_in") == 1


def test_the_desk_checks_in_for_somebody_and_nobody_else_does(coming, cast, now):
    with pytest.raises(Forbidden):
        actions.check_in(coming, by=cast.ben, at=now())
    actions.check_in(coming, by=cast.cleo, at=now())
    assert (coming.checked_in_how, coming.checked_in_by_id) == (How.DESK, cast.cleo.id)


def test_it_is_too_early_more_than_a_quarter_of_an_hour_before(coming, cast, at, now):
    at("2026-03-10 13:44")
    with pytest.raises(Conflict, match="opens"):
        actions.check_in(coming, by=cast.ada, at=now())


def test_nobody_came_so_the_room_is_passed_on(coming, cast, book, at):
    was = revisions(scope_of(coming.room), scope_of(cast.ada))
    at("2026-03-10 14:09")
    jobs.release_no_shows()
    assert coming.status == Status.CONFIRMED
    at("2026-03-10 14:10")
    jobs.release_no_shows()
    db.session.expire_all()
    assert (coming.status, coming.sequence, occupancies(coming)) == (Status.RELEASED, 1, [])
    is_now = revisions(scope_of(coming.room), scope_of(cast.ada))
    assert all(is_now[scope][0] == was[scope][0] + 1 for scope in was)
    assert busy_events(coming.room, coming.starts_at, coming.ends_at) == own_events(cast.ada, coming.starts_at, coming.ends_at)
    assert book(cast.ben, "cedar", "14:00", "16:00")


def test_the_letter_is_kind_and_takes_it_off_the_calendar(coming, at):
    at("2026-03-10 14:10")
    jobs.release_no_shows()
    letter = db.session.scalars(select(Letter).order_by(Letter.id.desc()).limit(1)).one()
    assert letter.subject == "Cedar was passed on"
    assert "These things happen." in letter.text
    assert b"METHOD:CANCEL" in (letter.calendar or b"")


def test_what_was_passed_on_stays_so_and_is_counted(coming, cast, at, now):
    at("2026-03-10 14:12")
    jobs.release_no_shows()
    with pytest.raises(Conflict, match="passed on"):
        actions.check_in(coming, by=cast.ada, at=now())
    assert queries.strikes_of(cast.ada, now=now()) == 1
    assert queries.strikes_of(cast.ben, now=now()) == 0


@pytest.mark.parametrize("how", ["another room", "at short notice", "by the desk", "the whole day"])
def test_these_keep_their_room_without_check_in(how, cedar, book, cast, at):
    made = {
        "another room": lambda: book(cast.ada, "alder", "14:00", "16:00"),
        "at short notice": lambda: book(cast.ada, "cedar", "10:30", "11:30"),
        "by the desk": lambda: book(cast.cleo, "cedar", "14:00", "16:00", for_=cast.ada),
        "the whole day": lambda: book(cast.ada, "cedar", "11:00", "19:00"),
    }[how]()
    at(made.starts_at)
    at.later(minutes=30)
    jobs.release_no_shows()
    assert made.status == Status.CONFIRMED


def test_two_workers_pass_a_room_on_once(app, coming, at):
    at("2026-03-10 14:10")
    found: list[bool] = []

    def work():
        with app.app_context():
            booking = db.session.get_one(Booking, number)
            barrier.wait()
            found.append(actions.release(booking, at=clock.now()))
            db.session.remove()

    number, barrier = coming.id, threading.Barrier(4)
    db.session.rollback()
    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    db.session.expire_all()
    assert sorted(found) == [False, False, False, True]
    assert subjects().count("Cedar was passed on") == 1
    assert deeds().count("booking.released") == 1


# --- End early, and longer ------------------------------------------------------------------------------------


def test_ending_early_frees_the_rest_at_once(coming, cast, book, at, now):
    at("2026-03-10 14:37")
    with pytest.raises(Taken):
        book(cast.ben, "cedar", "14:30", "15:30")
    actions.end(coming, by=cast.ada, at=now())
    assert (coming.status, coming.slot.lasts.seconds // 60) == (Status.ENDED, 30)
    assert book(cast.ben, "cedar", "14:30", "15:30")
    assert subjects()[1] == "Cedar ended at 14:30"
    assert len(own_events(cast.ada, coming.starts_at, now())) == 1


def test_one_that_ends_in_its_first_minutes_leaves_the_room_as_if_it_had_not_been(coming, cast, at, now):
    with pytest.raises(Conflict, match="begun"):
        actions.end(coming, by=cast.ada, at=now())
    at("2026-03-10 14:05")
    actions.end(coming, by=cast.ada, at=now())
    assert occupancies(coming) == []
    assert coming.slot.lasts.seconds // 60 == 5


def test_nobody_ends_anothers_booking_and_twice_is_once(coming, cast, at, now):
    at("2026-03-10 15:00")
    with pytest.raises(Forbidden):
        actions.end(coming, by=cast.ben, at=now())
    actions.end(coming, by=cast.ada, at=now())
    actions.end(coming, by=cast.ada, at=now())
    assert deeds().count("booking.ended") == 1


def test_it_can_be_made_longer_until_somebody_comes_or_the_house_closes(coming, cast, book, at, now):
    at("2026-03-10 15:00")
    assert [f"{end:%H:%M}" for end in queries.longer(coming, now=now())] == ["16:15", "16:30", "17:00"]
    book(cast.ben, "cedar", "16:30", "18:30")
    assert [f"{end:%H:%M}" for end in queries.longer(coming, now=now())] == ["16:15", "16:30"]
    late = book(cast.ada, "alder", "17:00", "18:45")
    assert [f"{end:%H:%M}" for end in queries.longer(late, now=now())] == ["19:00"]


# --- The reminder -----------------------------------------------------------------------------------------------


def test_a_member_is_reminded_once_and_again_after_a_move(coming, cast, asks, at, now):
    jobs.remind_of_check_in()
    at.later(minutes=1)
    jobs.remind_of_check_in()
    assert subjects().count("Cedar at 14:00: check in") == 1
    move(coming, asks("cedar", "16:00", "17:00"), by=cast.ada, at=now())
    at("2026-03-10 15:45")
    jobs.remind_of_check_in()
    assert subjects()[-1] == "Cedar at 16:00: check in"


def test_nobody_is_reminded_where_nobody_is_asked_or_who_is_there(coming, cast, book, at, now):
    book(cast.ben, "alder", "14:00", "15:00")
    actions.check_in(coming, by=cast.ada, at=now())
    jobs.remind_of_check_in()
    assert not any("check in" in subject for subject in subjects())
