"""Pair a tablet with a room, and part them."""

import secrets
from datetime import datetime

from sqlalchemy import update

from portal.booking import policy
from portal.booking.door import queries, rules
from portal.booking.door.models import DoorDevice
from portal.booking.models import Room
from portal.db.base import db
from portal.db.unit import transaction
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.members import audit
from portal.members.models import Member

FOR_STAFF = N_("The desk puts tablets up.")
NO_SUCH_CODE = N_("That code does not open this door. Codes hold for ten minutes and work once; the desk makes a new one.")


def make_code(room: Room, *, by: Member, at: datetime) -> str:
    """A code that pairs one tablet with this room, once, within ten minutes."""
    policy.require(by.is_staff, FOR_STAFF)
    code = rules.new_code()
    with transaction():
        device = DoorDevice(room_id=room.id, code_hash=queries.hashed(code), code_until=at + rules.CODE_HOLDS)
        db.session.add(device)
        audit.note("door.code_made", about=f"room:{room.slug}", by=by, at=at)
    return code


def pair(room: Room, code: str, *, at: datetime) -> str:
    """Spend the code; what the tablet keeps in its cookie. Raises Invalid for a code that is none, or not any more."""
    token = secrets.token_urlsafe(32)
    with transaction():
        unspent = update(DoorDevice).where(DoorDevice.code_hash == queries.hashed(rules.typed(code)))
        mine = unspent.where(DoorDevice.room_id == room.id, DoorDevice.code_until > at, DoorDevice.paired_at.is_(None))
        spent = mine.values(token_hash=queries.hashed(token), paired_at=at).returning(DoorDevice.id)
        if db.session.execute(spent).scalar_one_or_none() is None:
            raise Invalid(NO_SUCH_CODE, field="code")
        audit.note("door.paired", about=f"room:{room.slug}", by=None, at=at)
    return token


def revoke(device: DoorDevice, *, by: Member, at: datetime) -> None:
    """The tablet shows nothing any more."""
    policy.require(by.is_staff, FOR_STAFF)
    with transaction():
        device.revoked_at = device.revoked_at or at
        audit.note("door.revoked", about=f"room:{device.room.slug}", by=by, at=at)
