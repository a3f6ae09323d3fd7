"""Write a booking into the book, and give its room up: inside the transaction of whoever does so, its parts locked."""

from datetime import datetime

from portal.booking.feed import actions as feed
from portal.booking.guard import actions as guard
from portal.booking.guard.queries import Space
from portal.booking.guests import actions as guests
from portal.booking.models import Booking, Room
from portal.booking.rules import Ask, Status, Stay
from portal.db.base import db
from portal.db.types import new_public_id
from portal.members import audit
from portal.members.models import Member

LONGEST_TITLE = 120


def drawn_up(ask: Ask, room: Room, owner: Member, *, at: datetime) -> Booking:
    """The booking as asked for, not yet entered."""
    return Booking(
        public_id=new_public_id(),
        room=room,
        member=owner,
        company_id=owner.company_id,
        starts_at=ask.slot.starts_at,
        ends_at=ask.slot.ends_at,
        title=titled(ask),
        people=ask.people,
        privacy=ask.privacy,
        needs=ask.needs,
        wants=list(ask.wants),
        guests=guests.seated(ask.guests),
        status=Status.CONFIRMED,
        sequence=0,
        edition=0,
        made_at=at,
        changed_at=at,
    )


def enter(booking: Booking, space: Space) -> None:
    """Write the booking down, take its parts, tell the feeds."""
    feed.render(booking)
    db.session.add(booking)
    db.session.flush()
    guard.occupy(booking, space)
    feed.bump(parts=space.parts, members=[booking.member_id], at=booking.changed_at)
    guests.tell(booking, at=booking.changed_at)


def give_up(booking: Booking, space: Space, *, at: datetime, status: Status = Status.CANCELLED) -> None:
    """Cancel or release it, give its parts back, tell the feeds."""
    guard.vacate(booking)
    booking.status, booking.changed_at = status, at
    booking.sequence += 1
    booking.edition += 1
    feed.render(booking)
    feed.bump(parts=space.parts, members=[booking.member_id], at=at)
    guests.tell(booking, at=at)


def make_sure(booking: Booking, space: Space, *, at: datetime) -> None:
    """What was held is theirs now; tell the feeds."""
    booking.status, booking.held_until, booking.held_for = Status.CONFIRMED, None, ""
    restate(booking, space, at=at)


def restate(booking: Booking, space: Space, *, at: datetime) -> None:
    """It stays where it is, and is surer or less sure than before; tell the feeds."""
    booking.changed_at = at
    booking.sequence += 1
    booking.edition += 1
    guard.settle(booking)
    feed.render(booking)
    feed.bump(parts=space.parts, members=[booking.member_id], at=at)
    guests.tell(booking, at=at)


def titled(ask: Ask) -> str:
    """The title as it is kept: on one line, and not too long."""
    return " ".join(ask.title.split())[:LONGEST_TITLE]


def stay_of(booking: Booking) -> Stay:
    """The booking's room and time."""
    room = booking.room
    return Stay(room.slug, room.name, booking.slot, room.location.zone)


def note(deed: str, booking: Booking, *, by: Member | None, bent: list[str] | None = None) -> None:
    """Note what was done to the booking when it changed last."""
    detail = f"room={booking.room.slug}" + (f" bent={','.join(bent)}" if bent else "")
    audit.note(deed, about=f"booking:{booking.public_id}", by=by, at=booking.changed_at, detail=detail)
