"""Keep the events and revisions true, inside the transaction that changes a booking."""

import hashlib
import hmac
from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from flask import current_app
from sqlalchemy import BindParameter, Integer, String, bindparam, cast, literal, select, union
from sqlalchemy.orm import undefer

from portal.booking.models import Booking, Revision, Room, room_part
from portal.booking.rules import Status
from portal.db.base import db
from portal.db.types import UTCDateTime
from portal.db.upsert import upsert
from portal.ical.event import Event, event_lines
from portal.ical.uids import uid
from portal.members.models import Member
from portal.web.language import _, _n

SHOWN_AS = {Status.HELD: "TENTATIVE", Status.CONFIRMED: "CONFIRMED", Status.ENDED: "CONFIRMED"}
BUSY, OWN = "busy", "own"


def render(booking: Booking, *, slot_too: bool = True) -> None:
    """Write the booking's events anew; the busy one only when its slot has changed, so that nothing else shows through."""
    if booking.status not in SHOWN_AS:
        booking.busy_event = booking.own_event = None
        return
    booking.own_event = event_lines(own_event(booking))
    if slot_too:
        booking.busy_event = event_lines(busy_event(booking))


def renamed(room: Room, *, at: datetime) -> None:
    """Write the events of the room's coming bookings anew: they name the room and where it is."""
    coming = select(Booking).where(Booking.room_id == room.id, Booking.ends_at > at, Booking.own_event.is_not(None))
    bookings = list(db.session.scalars(coming.options(undefer(Booking.own_event))))
    for booking in bookings:
        booking.edition += 1
        booking.changed_at = at
        render(booking, slot_too=False)
    bump(parts=[part.id for part in room.parts], members=sorted({booking.member_id for booking in bookings}), at=at)


def busy_event(booking: Booking) -> Event:
    """What everybody's feed of the room shows: that it is busy."""
    return Event(
        uid=uid(BUSY, booking.public_id, _key()),
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        summary=_("Busy"),
        stamp=booking.changed_at,
        sequence=booking.sequence,
    )


def own_event(booking: Booking) -> Event:
    """What its member's feed shows."""
    room = booking.room
    return Event(
        uid=uid(OWN, booking.public_id, _key()),
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        summary=f"{room.name}: {booking.title}" if booking.title else room.name,
        stamp=booking.changed_at,
        sequence=booking.edition,
        status=SHOWN_AS[Status(booking.status)],
        location=where(room),
        description=_n("For one person", "For %(num)d people", booking.people),
        url=address(booking),
    )


def where(room: Room) -> str:
    """The room as a calendar's location."""
    return ", ".join(part for part in (room.name, room.floor, room.location.full_name, room.location.address) if part)


def address(booking: Booking) -> str:
    """The booking's page, for calendars and letters."""
    return f"{current_app.config['GROVE'].base_url}/bookings/{booking.public_id}"


def bump(*, parts: Collection[int], members: Collection[int], at: datetime) -> None:
    """Every room that has one of these parts shows something else now, and every one of these members; one statement."""
    db.session.execute(_rise(db.engine.dialect.name), {"parts": parts, "members": members, "at": at})


@cache
def _rise(_dialect: str) -> Any:  # noqa: ANN401 - see upsert
    """The statement, built once: in order of scope, so that two transactions take the rows in the same order."""
    rooms = select(literal("room:") + cast(room_part.c.room_id, String)).where(room_part.c.part_id.in_(_several("parts")))
    people = select(literal("member:") + cast(Member.id, String)).where(Member.id.in_(_several("members")))
    scopes = union(rooms, people).subquery()
    rows = select(scopes.c[0], literal(1), bindparam("at", type_=UTCDateTime)).where(literal(1) == 1).order_by(scopes.c[0])
    insert = upsert(Revision).from_select(["scope", "number", "changed_at"], rows)
    risen = {"number": Revision.number + 1, "changed_at": insert.excluded.changed_at}
    return insert.on_conflict_do_update(index_elements=["scope"], set_=risen)


def _several(name: str) -> BindParameter[int]:
    return bindparam(name, expanding=True, type_=Integer)


def _key() -> bytes:
    """A key of this portal's for UIDs alone."""
    return hmac.digest(current_app.config["GROVE"].secret_key.encode(), b"booking feed uid", hashlib.sha256)
