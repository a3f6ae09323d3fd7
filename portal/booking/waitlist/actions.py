"""Wait for a room, stop waiting, say yes to what is offered, or give it to another in line."""

from datetime import datetime, timedelta

from portal.booking import entry as book
from portal.booking import policy
from portal.booking.approval import actions as approval
from portal.booking.guard import actions as guard
from portal.booking.guard.queries import Claim, Space, locked
from portal.booking.models import Booking
from portal.booking.rules import Hold, Refused
from portal.booking.waitlist import mail, offers, queries
from portal.booking.waitlist.models import Waiting
from portal.booking.waitlist.offers import freed, offer_to
from portal.booking.waitlist.rules import MOST, MOVES, Stage, Wish, WishKind
from portal.db import once as forms
from portal.db.base import db
from portal.db.types import new_public_id
from portal.db.unit import transaction
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.words import N_
from portal.members import audit
from portal.members.models import Member
from portal.outbox.actions import post

NOBODY = N_("You can wait for yourself, as long as you are a member here.")
TOO_LATE = N_("It begins too soon to wait for it. The front desk may know a way.")
TOO_MANY = N_("You wait for {most} things already. Stop waiting for one of them first.")
TOO_SHORT = N_("The time you have in mind is longer than that. Choose a wider one, or a shorter length.")
GONE = N_("This offer has ended; somebody else may have the room now.")
CHANGED = N_("This has changed since you looked: have another look.")
WHY = N_("Say why somebody else goes first. It stands in the record with your name.")
# Who waited for a thing was let in by these once.
EXCUSED = frozenset({"past", "notice", "window"})


def join(wish: Wish, *, by: Member, at: datetime, once: str = "") -> Waiting:
    """Put the wish in line; what is free already is offered at once. The same wish again stands where it stood.

    Raises Refused or Invalid if the rules would not allow it or it cannot be met any more, NotFound, Forbidden.
    """
    # The same form may have been refused a booking first, and may still book something else: so a token of its own.
    made, token = new_public_id(), f"wait:{once}"[:80] if once else ""
    with transaction():
        policy.require(policy.can_book(by, by), NOBODY)
        spaces = locked(*queries.around(wish.ask.room))
        waiting = _drawn_up(wish, spaces[wish.ask.room], by, at=at)
        waiting.public_id = made
        same = queries.same_as(waiting)
        if same:
            return same
        if not forms.spend(token, made=made, at=at):
            return queries.waiting_for(by, forms.made_by(token) or "")
        _allow(wish, spaces[wish.ask.room], by=by, at=at)
        if queries.open_count_of(by) >= MOST:
            raise Invalid(TOO_MANY, most=MOST)
        db.session.add(waiting)
        db.session.flush()
        note("waitlist.joined", waiting, by=by)
        freed(spaces, waiting.window, at=at)
    return waiting


def withdraw(waiting: Waiting, *, by: Member, at: datetime) -> None:
    """Stop waiting; what was held for them is offered to the next. Doing it again changes nothing."""
    with transaction():
        booking, spaces = _locked(waiting)
        if waiting.status in {Stage.WITHDRAWN, Stage.LAPSED, Stage.TOLD}:
            return
        if not _moved(waiting, Stage.WITHDRAWN, at=at):
            raise Conflict(CHANGED)
        note("waitlist.withdrawn", waiting, by=by)
        if booking and booking.held_for == Hold.OFFER:
            _pass_on(booking, spaces, at=at)


def accept(waiting: Waiting, *, by: Member, at: datetime) -> Booking:
    """Take what is offered; the invitation follows. Saying yes twice is saying it once. Raises Conflict once it has ended."""
    with transaction():
        booking, spaces = _locked(waiting)
        if waiting.status == Stage.TAKEN and booking:
            return booking
        if booking is None or waiting.status != Stage.OFFERED or not booking.is_held(at):
            raise Conflict(GONE)
        space = spaces[booking.room.slug]
        guard.check(Claim(waiting.wish.ask.at(booking.slot, booking.room.slug), waiting.member, at), space, excused=EXCUSED)
        _moved(waiting, Stage.TAKEN, at=at)
        note("waitlist.accepted", waiting, by=by)
        approval.settle(booking, space, by=by, at=at)
    return booking


def pick(waiting: Waiting, reason: str, *, by: Member, at: datetime) -> None:
    """Staff offer the room to somebody who is not first; who has an offer for that time goes back to their place in line.

    Raises Invalid without a reason, Conflict if the room is not free then.
    """
    policy.require(by.is_staff, NOBODY)
    if not reason.strip():
        raise Invalid(WHY, field="reason")
    with transaction():
        spaces = locked(*queries.around(*queries.rooms_for(waiting)))
        if waiting.status != Stage.WAITING:
            raise Conflict(CHANGED)
        for other in queries.offered_over(waiting):
            _take_back(other, spaces, at=at)
        if not offer_to(waiting, spaces, at=at):
            raise Conflict(N_("{room} is not free then."), room=waiting.room.name)
        waiting.reason = reason.strip()[:300]
        note("waitlist.picked", waiting, by=by)
        freed(spaces, waiting.window, at=at)


def lapse_offer(waiting: Waiting, *, at: datetime) -> bool:
    """Give what nobody has said yes to in time to the next in line; whether there was something to give."""
    with transaction():
        booking, spaces = _locked(waiting)
        if booking is None or waiting.status != Stage.OFFERED or booking.is_held(at):
            return False
        _moved(waiting, Stage.LAPSED, at=at)
        note("waitlist.lapsed", waiting, by=None)
        post(mail.offer_ended(waiting, booking), at=at)
        _pass_on(booking, spaces, at=at)
    return True


def close(waiting: Waiting, *, at: datetime) -> bool:
    """Tell somebody that it did not open; whether they were still waiting."""
    with transaction():
        if waiting.closes_at > at or not _moved(waiting, Stage.LAPSED, at=at, out_of=Stage.WAITING):
            return False
        note("waitlist.closed", waiting, by=None)
        post(mail.not_opened(waiting), at=at)
    return True


def sweep(waiting: Waiting, *, at: datetime) -> None:
    """Offer what is free by now and should be somebody's, whatever freed it; `waiting` says where to look."""
    with transaction():
        freed(locked(*queries.around(*queries.rooms_for(waiting))), waiting.window, at=at)


def note(deed: str, waiting: Waiting, *, by: Member | None) -> None:
    """Note what happened to the wish."""
    detail = f"room={waiting.room.slug}"
    audit.note(deed, about=f"waiting:{waiting.public_id}", by=by, at=waiting.changed_at, detail=detail)


def _allow(wish: Wish, space: Space, *, by: Member, at: datetime) -> None:
    """Raise unless some slot of the window can still be had and the rules allow it."""
    if wish.lasts > wish.window.lasts:
        raise Invalid(TOO_SHORT, field="lasting")
    if wish.closes_at <= at:
        raise Invalid(TOO_LATE, field="starts")
    refused: Refused | None = None
    for slot in wish.slots([wish.window], timedelta(minutes=15), at=at):
        try:
            guard.check(Claim(wish.ask.at(slot), by, at), space)
        except Refused as refusal:
            refused = refused or refusal
        else:
            return
    raise refused or Invalid(TOO_LATE, field="starts")


def _drawn_up(wish: Wish, space: Space, by: Member, *, at: datetime) -> Waiting:
    ask, room = wish.ask, space.room
    as_good = wish.any_room and wish.kind == WishKind.HOLD
    return Waiting(
        member=by,
        room=room,
        any_room=wish.any_room,
        kind=wish.kind,
        earliest_at=ask.slot.starts_at,
        latest_at=ask.slot.ends_at,
        minutes=int(wish.lasts / timedelta(minutes=1)),
        closes_at=wish.closes_at,
        people=ask.people,
        amenities=sorted(ask.amenities | set(room.amenities if as_good else ())),
        step_free=ask.step_free or (as_good and room.step_free),
        title=book.titled(ask),
        privacy=ask.privacy,
        needs=ask.needs,
        status=Stage.WAITING,
        made_at=at,
        changed_at=at,
    )


def _locked(waiting: Waiting) -> tuple[Booking | None, dict[str, Space]]:
    """What is held for this wish, if anything, and the rooms around, as they are behind the lock."""
    held_in = waiting.booking.room.slug if waiting.booking else waiting.room.slug
    spaces = locked(*queries.around(held_in))
    db.session.refresh(waiting)
    if waiting.booking and waiting.booking.room.slug not in spaces:
        raise Conflict(CHANGED)
    return waiting.booking, spaces


def _moved(waiting: Waiting, to: Stage, *, at: datetime, out_of: Stage | None = None) -> bool:
    """Move the wish on from where it was seen; False if another transaction was quicker."""
    was = Stage(waiting.status)
    return to in MOVES[was] and out_of in {None, was} and offers.moved(waiting, was, to, at=at)


def _pass_on(booking: Booking, spaces: dict[str, Space], *, at: datetime) -> None:
    """What was held is free again: the next in line is asked."""
    book.give_up(booking, spaces[booking.room.slug], at=at)
    freed(spaces, booking.slot, at=at)


def _take_back(waiting: Waiting, spaces: dict[str, Space], *, at: datetime) -> None:
    """An offer goes to somebody else; who had it keeps their place in line."""
    booking = waiting.booking
    if booking and _moved(waiting, Stage.WAITING, at=at):
        book.give_up(booking, spaces[booking.room.slug], at=at)
        post(mail.taken_back(waiting, booking), at=at)
