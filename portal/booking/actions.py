"""The verbs of booking: book, move, cancel, place what another system has made."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from portal.booking import mail, policy, queries
from portal.booking.approval import actions as approval
from portal.booking.entry import drawn_up, enter, give_up, note, stay_of, titled
from portal.booking.feed import actions as feed
from portal.booking.guard import actions as guard
from portal.booking.guard.queries import Claim, Space, locked
from portal.booking.guests import actions as guests
from portal.booking.limits.rules import FOR_IMPORTS, excused_when_moving
from portal.booking.models import Booking
from portal.booking.rules import Ask, Source, Status
from portal.booking.series.models import Series, rise
from portal.booking.waitlist.offers import freed
from portal.booking.waitlist.queries import around
from portal.booking.ways.queries import ways_added
from portal.db import once as forms
from portal.db.base import db
from portal.db.types import new_public_id
from portal.db.unit import transaction
from portal.kernel.errors import Conflict
from portal.kernel.words import N_
from portal.members.models import Member
from portal.outbox.actions import post

LONGEST_NEEDS = 600
FOR_ONESELF = N_("You can book for yourself; the front desk books for others.")
NOT_YOURS = N_("A booking is changed by whoever made it, until it is over. The front desk can help.")
CHANGED = N_("This booking was changed since you opened it: it is {room} now, {starts}. Have a look before you change it again.")


def book(ask: Ask, *, by: Member, at: datetime, once: str = "", for_: Member | None = None) -> Booking:
    """Book what is asked for, for `by` or (staff) for somebody else; the letter goes with it.

    The same form sent again (`once`) leads to the same booking. Raises Taken or Refused with the ways round,
    NotFound without such a room, Forbidden.
    """
    owner, claim, made = for_ or by, Claim(ask, by, at), new_public_id()
    with ways_added(claim), transaction():
        space = locked(ask.room)[ask.room]
        if not forms.spend(once, made=made, at=at):
            return queries.made_by_form(once, by)
        policy.require(policy.can_book(by, owner), FOR_ONESELF)
        booking = admit(claim, space, owner, made=made)
        post(approval.letter(booking, by=by), at=at)
    return booking


def move(booking: Booking, ask: Ask, *, by: Member, at: datetime, seen: int | None = None) -> None:
    """Make the booking what is asked for: room, time, title, people, privacy. A letter goes if room or time change.

    `seen` is the edition that the form showed; raises Conflict if it has changed since. Else as `book`.
    """
    claim, was = Claim(ask, by, at), stay_of(booking)
    with ways_added(claim, moving=booking.public_id), transaction():
        spaces = locked(*around(was.room), ask.room)
        _expect(booking, spaces, seen)
        policy.require(policy.can_change(by, booking, now=at), NOT_YOURS)
        was, space = stay_of(booking), spaces[ask.room]
        bent = guard.check(claim, space, excused=excused_when_moving(ask, was.slot, was.room))
        if (was.slot, was.room) == (ask.slot, ask.room):
            rewrite(booking, ask, at=at)
            return
        guard.look(claim, space, moving=booking.id)
        guard.vacate(booking)
        was_sure = resettle(booking, claim, space, bent)
        rise(booking.series)
        feed.bump(parts=[*spaces[was.room].parts, *space.parts], members=[booking.member_id], at=at)
        post(approval.letter(booking, by=by, was=was, was_sure=was_sure), at=at)
        freed(spaces, was.slot, at=at)


def cancel(booking: Booking, *, by: Member, at: datetime) -> None:
    """Give the room back and tell its member; cancelling again changes nothing. Raises Forbidden or Conflict."""
    was_in = booking.room.slug
    with transaction():
        spaces = locked(*around(was_in))
        if booking.status == Status.CANCELLED and policy.can_see(by, booking):
            return
        _expect(booking, spaces)
        policy.require(policy.can_cancel(by, booking, now=at), NOT_YOURS)
        give_up(booking, spaces[was_in], at=at)
        rise(booking.series)
        note("booking.cancelled", booking, by=by)
        post(mail.cancelled(booking, by=by), at=at)
        freed(spaces, booking.slot, at=at)


# --- Steps of a transaction: for one booking, and for each date of a series --------------------------------------------


def admit(claim: Claim, space: Space, owner: Member, *, made: str = "", of: tuple[Series, date] | None = None) -> Booking:
    """Check the ask, look whether the room is free, and write the booking down; `of` the date of a series that it stands for."""
    bent = guard.check(claim, space)
    guard.look(claim, space)
    booking = drawn_up(without_guests(claim.ask) if of else claim.ask, space.room, owner, at=claim.at)
    booking.public_id, booking.made_by = made or booking.public_id, claim.by
    booking.source = Source.PORTAL if claim.by is owner else Source.DESK
    booking.reason = claim.ask.reason.strip() if bent else ""
    booking.series, booking.series_date = of or (None, None)
    approval.pencil(booking, by=claim.by, at=claim.at)
    enter(booking, space)
    note("booking.made", booking, by=claim.by, bent=bent)
    return booking


def resettle(booking: Booking, claim: Claim, space: Space, bent: list[str]) -> bool:
    """Give the booking, which has been vacated, the room and the time that were checked; the caller tells the feeds.

    Whether it was sure until now: where it goes it may need a yes.
    """
    booking.room, booking.starts_at, booking.ends_at = space.room, claim.ask.slot.starts_at, claim.ask.slot.ends_at
    booking.reason = claim.ask.reason.strip() if bent else booking.reason
    booking.sequence += 1
    _describe(booking, claim.ask, at=claim.at)
    was_sure = approval.pencil(booking, by=claim.by, at=claim.at)
    feed.render(booking)
    guard.occupy(booking, space)
    guests.tell(booking, at=claim.at)
    note("booking.moved", booking, by=claim.by, bent=bent)
    return was_sure


def rewrite(booking: Booking, ask: Ask, *, at: datetime) -> None:
    """Change what its own people see, if anything; the room's feed stays as it is, to the byte."""
    if _described(booking) == (titled(ask), ask.people, ask.privacy, ask.needs, ask.wants) and guests.are(booking, ask.guests):
        return
    _describe(booking, ask, at=at)
    feed.render(booking, slot_too=False)
    feed.bump(parts=[], members=[booking.member_id], at=at)
    guests.tell(booking, at=at)


def without_guests(ask: Ask) -> Ask:
    """For the dates of a series: nobody wants a letter for each, so the desk and the member see who is coming."""
    told = ", ".join(guest.written for guest in ask.guests)
    return replace(ask, guests=(), needs="\n".join(part for part in (ask.needs, told) if part)[:LONGEST_NEEDS])


def place_imported(ask: Ask, *, for_: Member, imported_key: str, at: datetime, outside_hours: bool = False) -> Booking | None:
    """Place a booking that another system has made: the same guard, no letter. None if this entry is placed already.

    Raises Taken or Refused, without ways round.
    """
    claim = Claim(replace(ask, reason=""), for_, at)
    excused = {*FOR_IMPORTS, *(["hours"] if outside_hours else [])}
    with transaction():
        space = locked(ask.room)[ask.room]
        if db.session.scalar(select(Booking.id).where(Booking.imported_key == imported_key)):
            return None
        guard.check(claim, space, excused=excused)
        guard.look(claim, space)
        booking = drawn_up(ask, space.room, for_, at=at)
        booking.imported_key, booking.source = imported_key, Source.IMPORT
        enter(booking, space)
        note("booking.imported", booking, by=None)
    return booking


def _describe(booking: Booking, ask: Ask, *, at: datetime) -> None:
    booking.title, booking.people, booking.privacy, booking.needs = titled(ask), ask.people, ask.privacy, ask.needs
    booking.wants = list(ask.wants)
    booking.edition += 1
    booking.changed_at = at
    # After the edition: it stands in the keys of the letters to those who are not asked any longer.
    guests.change(booking, ask.guests, at=at)


def _described(booking: Booking) -> tuple[str, int, str, str, tuple[str, ...]]:
    return booking.title, booking.people, booking.privacy, booking.needs, tuple(booking.wants)


def _expect(booking: Booking, spaces: dict[str, Space], seen: int | None = None) -> None:
    """Raise Conflict if it has changed since the form was opened, or has left the rooms that are locked."""
    if booking.room.slug in spaces and seen in {None, booking.edition}:
        return
    stay = stay_of(booking)
    raise Conflict(CHANGED, room=stay.name, starts=stay.slot.starts_at.astimezone(stay.zone))
