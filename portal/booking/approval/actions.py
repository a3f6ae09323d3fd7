"""Pencil in, say yes, say no, let lapse."""

from datetime import datetime, timedelta

from portal.booking import entry, policy
from portal.booking import mail as letters
from portal.booking.approval import mail
from portal.booking.approval.rules import lapses_at
from portal.booking.guard.queries import Space, locked
from portal.booking.models import Booking
from portal.booking.rules import Hold, Status, Stay
from portal.booking.waitlist.offers import freed
from portal.booking.waitlist.queries import around
from portal.db.unit import transaction
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.words import N_
from portal.members.models import Member
from portal.outbox.actions import post
from portal.outbox.letters import Draft

STAFF = N_("Staff say yes or no to this.")
ENDED = N_("This is no longer waiting for an answer: it was answered, given back, or has lapsed.")
WHY = N_("Say why: the member reads it.")
LONGEST_REASON = 300


def pencil(booking: Booking, *, by: Member, at: datetime) -> bool:
    """Before a booking is entered: hold it if its room needs a yes that `by` cannot give. Whether it was sure until now."""
    was_sure = not booking.held_for
    needs = booking.room.needs_approval and not by.is_staff
    booking.status, booking.held_for, booking.held_until = Status.CONFIRMED, "", None
    if needs:
        before = timedelta(hours=booking.room.approval_hours)
        booking.status, booking.held_for = Status.HELD, Hold.APPROVAL
        booking.held_until = lapses_at(booking.starts_at, before, at=at)
    return was_sure


def letter(booking: Booking, *, by: Member, was: Stay | None = None, was_sure: bool = False) -> Draft:
    """What its member reads about a booking that was made or moved, sure or not."""
    if booking.held_for:
        return mail.pencilled(booking, was=was, was_sure=was_sure)
    return letters.moved(booking, was=was, by=by) if was else letters.booked(booking, by=by)


def settle(booking: Booking, space: Space, *, by: Member, at: datetime) -> None:
    """Its member takes what was held: theirs for sure, unless its room needs a yes as well."""
    pencil(booking, by=by, at=at)
    entry.restate(booking, space, at=at)
    post(letter(booking, by=by), at=at)


def approve(booking: Booking, *, by: Member, at: datetime) -> None:
    """Say yes; the invitation follows. Saying it twice changes nothing. Raises Conflict once it is no longer held."""
    with transaction():
        space = _held(booking, by=by)[booking.room.slug]
        if booking.status == Status.CONFIRMED:
            return
        _require_open(booking, by=by, at=at)
        entry.make_sure(booking, space, at=at)
        entry.note("booking.approved", booking, by=by)
        post(letters.booked(booking, by=booking.member), at=at)


def decline(booking: Booking, reason: str, *, by: Member, at: datetime) -> None:
    """Say no, and why; the room is free for the next. Raises Invalid without a reason, Conflict once it is no longer held."""
    words = " ".join(reason.split())[:LONGEST_REASON]
    if not words:
        raise Invalid(WHY, field="reason")
    with transaction():
        spaces = _held(booking, by=by)
        _require_open(booking, by=by, at=at)
        entry.give_up(booking, spaces[booking.room.slug], at=at)
        entry.note("booking.declined", booking, by=by)
        post(mail.declined(booking, words), at=at)
        freed(spaces, booking.slot, at=at)


def lapse(booking: Booking, *, at: datetime) -> bool:
    """Free what nobody has said yes to in time; whether there was something to free."""
    with transaction():
        spaces = locked(*around(booking.room.slug))
        if booking.held_for != Hold.APPROVAL or booking.status != Status.HELD or booking.is_held(at):
            return False
        entry.give_up(booking, spaces[booking.room.slug], at=at)
        entry.note("booking.lapsed", booking, by=None)
        post(mail.lapsed(booking), at=at)
        freed(spaces, booking.slot, at=at)
    return True


def _held(booking: Booking, *, by: Member) -> dict[str, Space]:
    policy.require(by.is_staff, STAFF)
    spaces = locked(*around(booking.room.slug))
    if booking.room.slug not in spaces:
        raise Conflict(ENDED)
    return spaces


def _require_open(booking: Booking, *, by: Member, at: datetime) -> None:
    if not policy.can_approve(by, booking, now=at):
        raise Conflict(ENDED)
