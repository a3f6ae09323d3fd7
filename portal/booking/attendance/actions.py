"""The verbs of check-in: check in, end early, remind, pass a room on. Each behind the lock of its room."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from portal.booking import policy
from portal.booking.attendance import mail, rules
from portal.booking.attendance.queries import visit_of
from portal.booking.attendance.rules import How
from portal.booking.entry import give_up
from portal.booking.feed import actions as feed
from portal.booking.guard import actions as guard
from portal.booking.guard.queries import Space, locked
from portal.booking.models import Booking
from portal.booking.rules import Status
from portal.booking.series.models import rise
from portal.booking.waitlist.offers import freed
from portal.booking.waitlist.queries import around
from portal.db.unit import transaction
from portal.kernel.errors import Conflict
from portal.kernel.words import N_
from portal.kernel.zones import local
from portal.members import audit
from portal.members.models import Member
from portal.outbox.actions import post

NOT_YOURS = N_("Whoever booked the room checks in, or the desk does it for them.")
TOO_EARLY = N_("Check-in opens at {opens}, a quarter of an hour before the start.")
PASSED_ON = N_("Nobody had checked in, so the room was passed on. If it is still free, book it again.")
OVER = N_("This booking is not for now any more.")
NOT_RUNNING = N_("Only a booking that has begun can end early. This one can be given back.")


def check_in(booking: Booking, *, by: Member | None, at: datetime, how: How = How.PORTAL) -> None:
    """Somebody came: the room stays theirs. A second time changes nothing. `by` nobody for the display at the door.

    Raises Forbidden, or Conflict when it is too early, too late, or not a booking any more.
    """
    with _in_its_room(booking, by):
        visit = visit_of(booking)
        if visit.is_checked_in and visit.is_running(at):
            return
        _expect_open(booking, at)
        booking.checked_in_at, booking.checked_in_by_id = at, by.id if by else None
        booking.checked_in_how = How.DESK if by and by.id != booking.member_id else how
        _note("booking.checked_in", booking, by=by, at=at, detail=f"how={booking.checked_in_how}")


def end(booking: Booking, *, by: Member | None, at: datetime) -> None:
    """They are done: the rest is free at once. A second time changes nothing. Raises Forbidden or Conflict."""
    with _in_its_room(booking, by) as spaces:
        was = booking.slot
        if booking.status == Status.ENDED:
            return
        if not visit_of(booking).is_running(at):
            raise Conflict(NOT_RUNNING if at < booking.starts_at else OVER)
        _shorten(booking, spaces[booking.room.slug], at=at)
        rise(booking.series)
        _note("booking.ended", booking, by=by, at=at)
        post(mail.ended(booking, by=by), at=at)
        freed(spaces, was, at=at)


def release(booking: Booking, *, at: datetime) -> bool:
    """Pass the room on if nobody has come by now, and tell the member; whether that was so. Once, however many workers ask."""
    with _in_its_room(booking, None) as spaces:
        if not visit_of(booking).is_missed(at):
            return False
        give_up(booking, spaces[booking.room.slug], at=at, status=Status.RELEASED)
        rise(booking.series)
        _note("booking.released", booking, by=None, at=at)
        post(mail.released(booking), at=at)
        freed(spaces, booking.slot, at=at)
    return True


def remind(booking: Booking, *, at: datetime) -> bool:
    """Send the link that checks in, once for each start; whether it was sent now."""
    with _in_its_room(booking, None):
        visit = visit_of(booking)
        if booking.reminded_for == booking.starts_at or visit.is_checked_in or not visit.is_open(at):
            return False
        booking.reminded_for = booking.starts_at
        post(mail.reminder(booking), at=at)
    return True


@contextmanager
def _in_its_room(booking: Booking, by: Member | None) -> Iterator[dict[str, Space]]:
    """A transaction that holds the booking's room and those it opens into, for whoever may change the booking."""
    slug = booking.room.slug
    with transaction():
        spaces = locked(*around(slug))
        if booking.room_id != spaces[slug].room.id:
            raise Conflict
        policy.require(by is None or policy.can_see(by, booking), NOT_YOURS)
        yield spaces


def _expect_open(booking: Booking, at: datetime) -> None:
    visit = visit_of(booking)
    if visit.is_open(at):
        return
    if booking.status == Status.CONFIRMED and at < visit.opens_at:
        raise Conflict(TOO_EARLY, opens=local(visit.opens_at, booking.room.location.zone).time())
    raise Conflict(PASSED_ON if booking.status == Status.RELEASED else OVER)


def _shorten(booking: Booking, space: Space, *, at: datetime) -> None:
    slot, takes_the_room = rules.cut(booking.slot, at)
    guard.vacate(booking)
    booking.ends_at, booking.status, booking.changed_at = slot.ends_at, Status.ENDED, at
    booking.sequence += 1
    booking.edition += 1
    feed.render(booking)
    if takes_the_room:
        guard.occupy(booking, space)
    feed.bump(parts=space.parts, members=[booking.member_id], at=at)


def _note(deed: str, booking: Booking, *, by: Member | None, at: datetime, detail: str = "") -> None:
    audit.note(deed, about=f"booking:{booking.public_id}", by=by, at=at, detail=detail or f"room={booking.room.slug}")
