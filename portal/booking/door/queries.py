"""Reads for doors: which tablet asks, and what its room is doing. No names, no titles."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select

from portal.booking.door import rules
from portal.booking.door.models import DoorDevice
from portal.booking.door.rules import Scene
from portal.booking.limits.queries import hours_now
from portal.booking.models import Booking, Occupancy, Room
from portal.booking.rules import LONGEST, Status
from portal.db.base import db
from portal.kernel.errors import NotFound
from portal.kernel.slots import Slot
from portal.kernel.zones import local_date

AHEAD = timedelta(hours=14)


def hashed(what: str) -> bytes:
    """A code or a token as this portal keeps it."""
    return rules.hashed(current_app.config["GROVE"].secret_key, what)


def device_with(token: str, room: Room) -> DoorDevice | None:
    """The tablet that holds this token, if it stands at this room."""
    if not token:
        return None
    mine = select(DoorDevice).where(DoorDevice.token_hash == hashed(token), DoorDevice.room_id == room.id)
    return db.session.scalar(mine.where(DoorDevice.revoked_at.is_(None)))


def devices_of(room: Room) -> list[DoorDevice]:
    """The tablets that show this room."""
    paired = select(DoorDevice).where(DoorDevice.room_id == room.id, DoorDevice.paired_at.is_not(None))
    return list(db.session.scalars(paired.where(DoorDevice.revoked_at.is_(None)).order_by(DoorDevice.id)))


def device(room: Room, public_id: str) -> DoorDevice:
    """One of them, or NotFound."""
    found = next((each for each in devices_of(room) if each.public_id == public_id), None)
    if found is None:
        raise NotFound
    return found


def scene(room: Room, now: datetime) -> Scene:
    """What the door shows."""
    parts = [part.id for part in room.parts]
    near = select(Occupancy.starts_at, Occupancy.ends_at).where(Occupancy.part_id.in_(parts), Occupancy.ends_at > now)
    bounded = near.where(Occupancy.starts_at > now - LONGEST, Occupancy.starts_at < now + AHEAD)
    taken = sorted({Slot(row.starts_at, row.ends_at) for row in db.session.execute(bounded)})
    hours = hours_now(room.location)
    open_now = (slot for slot in hours.slots(local_date(now, hours.zone)) if slot.starts_at <= now < slot.ends_at)
    closes = next((slot.ends_at for slot in open_now), None)
    return Scene(now, tuple(taken), closes)


def booking_at(room: Room, now: datetime, *, early: timedelta) -> Booking | None:
    """The booking that runs in this room, or is about to."""
    near = select(Booking).where(Booking.room_id == room.id, Booking.status == Status.CONFIRMED, Booking.ends_at > now)
    soon = near.where(Booking.starts_at <= now + early, Booking.starts_at > now - LONGEST)
    return db.session.scalars(soon.order_by(Booking.starts_at).limit(1)).first()
