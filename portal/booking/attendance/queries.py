"""Reads for check-in: whose reminder is due, whose room is passed on, how long a stay could be."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import Select, func, or_, select

from portal.booking.attendance import rules
from portal.booking.attendance.rules import OPENS_BEFORE, STRIKES_FOR, Visit
from portal.booking.limits.queries import ground_of
from portal.booking.limits.rules import excused_when_moving, objections
from portal.booking.models import Booking, Occupancy, Room
from portal.booking.rules import LONGEST, MARGIN, Ask, Source, Status
from portal.db.base import db
from portal.kernel.errors import NotFound
from portal.kernel.slots import Slot
from portal.members.models import Member

LONGER_BY = (timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1))


def visit_of(booking: Booking) -> Visit:
    """The booking as the rules of check-in see it."""
    return Visit(
        slot=booking.slot,
        status=booking.status,
        source=booking.source,
        made_at=booking.made_at,
        changed_at=booking.changed_at,
        checked_in_at=booking.checked_in_at,
        kept_for=timedelta(minutes=booking.room.check_in_minutes),
    )


def to_remind(now: datetime) -> list[Booking]:
    """Bookings about to begin for which somebody has to check in, and whose member has not been reminded."""
    soon = _asked_for().where(Booking.starts_at > now, Booking.starts_at <= now + OPENS_BEFORE)
    unsaid = or_(Booking.reminded_for.is_(None), Booking.reminded_for != Booking.starts_at)
    found = db.session.scalars(soon.where(unsaid).order_by(Booking.starts_at, Booking.id))
    return [booking for booking in found if visit_of(booking).is_expected and not visit_of(booking).is_checked_in]


def missed(now: datetime) -> list[Booking]:
    """Bookings whose room is to be passed on now."""
    running = _asked_for().where(Booking.starts_at > now - LONGEST, Booking.starts_at <= now, Booking.ends_at > now)
    found = db.session.scalars(running.order_by(Booking.starts_at, Booking.id))
    return [booking for booking in found if visit_of(booking).is_missed(now)]


def _asked_for() -> Select[Booking]:
    where = (Booking.status == Status.CONFIRMED, Booking.source == Source.PORTAL, Room.check_in_minutes > 0)
    return select(Booking).join(Room, Room.id == Booking.room_id).where(*where)


def strikes_of(member: Member, *, now: datetime) -> int:
    """How many rooms were passed on because nobody came, lately."""
    since = select(func.count()).select_from(Booking).where(Booking.starts_at > now - STRIKES_FOR, Booking.starts_at <= now)
    return db.session.scalar(since.where(Booking.member_id == member.id, Booking.status == Status.RELEASED)) or 0


def strikes_in(series_id: int) -> int:
    """How many dates of a series nobody came to."""
    dates = select(func.count()).select_from(Booking).where(Booking.series_id == series_id)
    return db.session.scalar(dates.where(Booking.status == Status.RELEASED)) or 0


def booking_by_token(text: str) -> Booking:
    """The booking that this link was made for; NotFound if we did not make it, or the booking is at another time now."""
    found = db.session.scalar(select(Booking).where(Booking.public_id == rules.named_in(text)))
    secret = current_app.config["GROVE"].secret_key
    if found is None or not rules.is_genuine(text, secret, found.public_id, found.starts_at):
        raise NotFound
    return found


def longer(booking: Booking, *, now: datetime) -> list[datetime]:
    """Until when the booking could be made longer: nobody comes before, and no rule objects."""
    free_until = _free_until(booking)
    ends = [booking.ends_at + by for by in LONGER_BY if free_until is None or booking.ends_at + by <= free_until]
    if not ends:
        return []
    ground, was = ground_of(booking.room, now=now), booking.slot
    asks = [Ask(room=booking.room.slug, slot=Slot(was.starts_at, end), people=booking.people) for end in ends]
    return [ask.slot.ends_at for ask in asks if not objections(ask, ground, apart_from=excused_when_moving(ask, was, ask.room))]


def _free_until(booking: Booking) -> datetime | None:
    """When the room is needed next, with the minutes between the two; None if not within a day's reach."""
    turnover = booking.room.facts.turnover
    parts = [part.id for part in booking.room.parts]
    coming = select(Occupancy.starts_at, Occupancy.setup_from).where(Occupancy.part_id.in_(parts))
    near = coming.where(Occupancy.starts_at >= booking.ends_at, Occupancy.starts_at < booking.ends_at + MARGIN * 2)
    edges = [min(row.starts_at - turnover, row.setup_from) for row in db.session.execute(near)]
    return min(edges, default=None)
