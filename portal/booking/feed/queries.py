"""Reads for feeds: a revision, and the events as bytes in order."""

from datetime import datetime

from sqlalchemy import select

from portal.booking.models import Booking, Occupancy, Revision, Room, room_part
from portal.booking.rules import LONGEST, MARGIN
from portal.db.base import db
from portal.members.models import Member


def revisions(*scopes: str) -> dict[str, tuple[int, datetime]]:
    """How often each of these has changed and when last; a scope that never has is left out."""
    query = select(Revision.scope, Revision.number, Revision.changed_at).where(Revision.scope.in_(scopes))
    return {row.scope: (row.number, row.changed_at) for row in db.session.execute(query)}


def scope_of(thing: Room | Member) -> str:
    """What a room's or a member's revision is kept under."""
    return f"room:{thing.id}" if isinstance(thing, Room) else f"member:{thing.id}"


def busy_events(room: Room, since: datetime, until: datetime) -> list[bytes]:
    """The events of everything booked that takes a part of this room, not over at `since`, begun before `until`."""
    taking = (
        select(Occupancy.booking_id)
        .join(room_part, room_part.c.part_id == Occupancy.part_id)
        .where(room_part.c.room_id == room.id, Occupancy.ends_at > since)
        .where(Occupancy.starts_at > since - LONGEST - MARGIN, Occupancy.starts_at < until)
    )
    query = select(Booking.busy_event).where(Booking.id.in_(taking), Booking.busy_event.is_not(None))
    return [event for event in db.session.scalars(query.order_by(Booking.starts_at, Booking.id)) if event]


def own_events(member: Member, since: datetime, until: datetime) -> list[bytes]:
    """The events of the member's live bookings, not over at `since`, begun before `until`."""
    query = (
        select(Booking.own_event)
        .where(Booking.member_id == member.id, Booking.starts_at > since - LONGEST, Booking.starts_at < until)
        .where(Booking.ends_at > since, Booking.own_event.is_not(None))
    )
    return [event for event in db.session.scalars(query.order_by(Booking.starts_at, Booking.id)) if event]
