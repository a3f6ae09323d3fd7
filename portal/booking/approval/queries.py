"""Reads of what waits for a yes."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from portal.booking import policy
from portal.booking.models import Booking
from portal.booking.rules import Hold, Status
from portal.db.base import db
from portal.kernel.errors import NotFound
from portal.members.models import Member

PENCILLED: tuple[ColumnElement[bool], ...] = (Booking.status == Status.HELD, Booking.held_for == Hold.APPROVAL)


def pencilled(*, at: datetime) -> list[Booking]:
    """Staff's view: what waits for a yes, what lapses first at the top."""
    query = select(Booking).where(*PENCILLED, Booking.held_until > at).order_by(Booking.held_until, Booking.id)
    return list(db.session.scalars(query))


def pencilled_count(*, at: datetime) -> int:
    """How many wait for a yes."""
    return db.session.scalar(select(func.count()).select_from(Booking).where(*PENCILLED, Booking.held_until > at)) or 0


def overdue(at: datetime) -> list[Booking]:
    """What nobody has said yes to in time."""
    return list(db.session.scalars(select(Booking).where(*PENCILLED, Booking.held_until <= at).order_by(Booking.id)))


def booking_for_approval(member: Member, public_id: str) -> Booking:
    """A booking that staff have something to say to; else NotFound."""
    found = db.session.scalar(select(Booking).where(Booking.public_id == public_id))
    if found is None or not policy.can_see(member, found):
        raise NotFound
    return found
