"""Reads about requests; the name says for whom."""

import re

from sqlalchemy import Select, and_, func, or_, select

from portal.booking import queries as booking_queries
from portal.booking.models import Room
from portal.db.base import db
from portal.helpdesk import policy
from portal.helpdesk.models import Message, Ticket, TicketChange
from portal.helpdesk.rules import CLOSED, OPEN, UNDER_WAY, Status
from portal.house import queries as house_queries
from portal.house.models import Location
from portal.kernel.business_time import BusinessHours, between
from portal.kernel.errors import NotFound
from portal.members.models import Member

REFERENCE = re.compile(r"R-([1-9]\d{0,8})")
LATELY = 10
MOST = 200


def waiting_count() -> int:
    """How many requests wait for a word from the desk."""
    return db.session.scalar(select(func.count()).where(Ticket.waiting_since.is_not(None))) or 0


def ticket_for(member: Member, reference: str) -> Ticket:
    """The request of this number, if this member may know of it; else NotFound, also when it exists."""
    number = REFERENCE.fullmatch(reference)
    found = db.session.scalar(select(Ticket).where(Ticket.number == int(number[1]))) if number else None
    if found is None or not policy.can_see(member, found):
        raise NotFound
    return found


def thread_of(ticket: Ticket, *, for_: Member) -> list[Message]:
    """What was said, in order; what the desk wrote for itself only for whoever works on it there."""
    query = select(Message).where(Message.ticket_id == ticket.id).order_by(Message.id)
    if not policy.can_work_on(for_, ticket):
        query = query.where(Message.is_internal.is_(False))
    return list(db.session.scalars(query))


def changes_of(ticket: Ticket) -> list[TicketChange]:
    """The steps the request has taken, in order."""
    return list(db.session.scalars(select(TicketChange).where(TicketChange.ticket_id == ticket.id).order_by(TicketChange.id)))


def hours_of(place: Location) -> BusinessHours:
    """The location's hours as clocks count them; a closure has none."""
    hours = house_queries.hours_of(place)
    weekly = {weekday: tuple(between(*stretch) for stretch in stretches) for weekday, stretches in hours.weekly.items()}
    return BusinessHours(hours.zone, weekly, dict.fromkeys(hours.closed, ()))


def place_of(ticket: Ticket) -> Location:
    """The house whose hours count for this request: the room's, else the first."""
    return ticket.room.location if ticket.room else house_queries.location()


def rooms() -> list[Room]:
    """Every room a request can be about."""
    return [room for place in house_queries.locations() for room in booking_queries.rooms_of(place)]


def requests_of(member: Member, *, open_only: bool = False) -> list[Ticket]:
    """What this member has asked, newest first."""
    query = select(Ticket).where(Ticket.member_id == member.id).order_by(Ticket.received_at.desc(), Ticket.id.desc())
    return list(db.session.scalars((query.where(Ticket.status.in_(OPEN)) if open_only else query).limit(MOST)))


def waiting(member: Member) -> list[Ticket]:
    """For the desk: what nobody has taken yet, the longest waiting first."""
    query = _at_the_desk(member).where(Ticket.status.in_(UNDER_WAY), Ticket.shepherd_id.is_(None))
    return list(db.session.scalars(query))


def taken(member: Member) -> list[Ticket]:
    """For the desk: what somebody has in hand; where the member waits for a word first."""
    at_work = or_(Ticket.status.in_(UNDER_WAY), Ticket.waiting_since.is_not(None))
    query = _at_the_desk(member).where(at_work, Ticket.shepherd_id.is_not(None))
    found = list(db.session.scalars(query))
    return sorted(found, key=lambda ticket: ticket.waiting_since is None)


def taken_by(member: Member) -> list[Ticket]:
    """What this member of the desk has in hand."""
    return [ticket for ticket in taken(member) if ticket.shepherd_id == member.id]


def answered(member: Member) -> list[Ticket]:
    """For the desk: what waits for the member to say that it is fixed."""
    settled = and_(Ticket.status == Status.ANSWERED, Ticket.waiting_since.is_(None))
    return list(db.session.scalars(_at_the_desk(member).where(settled)))


def lately_closed(member: Member) -> list[Ticket]:
    """For the desk: what was closed last."""
    query = select(Ticket).where(policy.seen_at_the_desk_by(member), Ticket.status.in_(CLOSED))
    return list(db.session.scalars(query.order_by(Ticket.closed_at.desc(), Ticket.id.desc()).limit(LATELY)))


def _at_the_desk(member: Member) -> Select[Ticket]:
    return select(Ticket).where(policy.seen_at_the_desk_by(member)).order_by(Ticket.received_at, Ticket.id).limit(MOST)
