"""Check an ask behind the lock; take the parts and give them back. All inside the caller's transaction."""

from collections.abc import Collection
from typing import cast

from sqlalchemy import Table, delete, insert, update

from portal.booking.grid.rules import occupied
from portal.booking.guard import queries
from portal.booking.guard.queries import Claim, Space
from portal.booking.limits.queries import ground_of
from portal.booking.limits.rules import objections
from portal.booking.models import Booking, Occupancy
from portal.booking.rules import Kind, Refused, Status, Taken
from portal.db.base import db
from portal.kernel.errors import NotFound

# Into the plain table: nobody needs the rows as objects.
OCCUPY = insert(cast("Table", Occupancy.__table__))


def check(claim: Claim, space: Space, *, excused: Collection[str] = ()) -> list[str]:
    """Raise Refused if rules object, unless staff give a reason and all of them bend; the names of those bent."""
    found = objections(claim.ask, ground_of(space.room, now=claim.at), apart_from=excused)
    if not found:
        return []
    refused = Refused(objections=found)
    if claim.by.is_staff and claim.ask.reason.strip() and refused.bendable:
        return [objection.rule for objection in found]
    raise refused


def look(claim: Claim, space: Space, *, moving: int | None = None) -> None:
    """Raise Taken, with what is in the way, if anything is; NotFound for a room that has retired."""
    if space.room.retired_at:
        raise NotFound
    clash = queries.clash(claim, space, apart_from=moving)
    if clash:
        room = space.room
        raise Taken.saying(clash.sentence(claim.ask.slot, room.facts, room.location.zone, now=claim.at))


def occupy(booking: Booking, space: Space) -> None:
    """Take the parts for the booking, with the minutes around it."""
    setup_from, turned_until = occupied(space.room.facts, booking.slot)
    row = {
        "booking_id": booking.id,
        "kind": Kind.HOLD if booking.status == Status.HELD else Kind.BOOKING,
        "setup_from": setup_from,
        "starts_at": booking.starts_at,
        "ends_at": booking.ends_at,
        "turned_until": turned_until,
    }
    db.session.execute(OCCUPY, [{"part_id": part, **row} for part in space.parts])


def settle(booking: Booking) -> None:
    """Its parts are taken as its status says: held, or for sure."""
    kind = Kind.HOLD if booking.status == Status.HELD else Kind.BOOKING
    db.session.execute(update(Occupancy).where(Occupancy.booking_id == booking.id).values(kind=kind))


def vacate(booking: Booking) -> None:
    """Give the booking's parts back."""
    db.session.execute(delete(Occupancy).where(Occupancy.booking_id == booking.id))
