"""Placing without writing: the same rules and the same clashes as in earnest, those within the file among them."""

from datetime import datetime

from sqlalchemy import select

from portal.booking import queries as bookings
from portal.booking.grid.rules import Stretch, occupied
from portal.booking.guard import actions as guard
from portal.booking.guard import queries as guarded
from portal.booking.guard.queries import Claim, Space
from portal.booking.guard.rules import Clash
from portal.booking.limits.rules import FOR_IMPORTS
from portal.booking.models import Booking
from portal.booking.rules import Ask, Kind, Taken
from portal.db.base import db
from portal.members.models import Member


class Rehearsal:
    """Remembers what would have been placed; has the signature of `booking.actions.place_imported`."""

    def __init__(self) -> None:
        """An empty stage."""
        self._placed: list[tuple[set[int], Stretch]] = []

    def place(self, ask: Ask, *, for_: Member, imported_key: str, at: datetime, outside_hours: bool = False) -> object | None:
        """Something if it could be placed, None if it is placed already. Raises Taken or Refused."""
        if db.session.scalar(select(Booking.id).where(Booking.imported_key == imported_key)):
            return None
        room = bookings.room(ask.room)
        claim, space = Claim(ask, for_, at), Space(room, [part.id for part in room.parts])
        guard.check(claim, space, excused={*FOR_IMPORTS, *(["hours"] if outside_hours else [])})
        clash = guarded.clash(claim, space) or self._clash(claim, space)
        if clash:
            raise Taken.saying(clash.sentence(ask.slot, room.facts, room.location.zone, now=at))
        setup_from, turned_until = occupied(room.facts, ask.slot)
        stretch = Stretch(Kind.BOOKING, ask.slot.starts_at, ask.slot.ends_at, setup_from, turned_until)
        self._placed.append((set(space.parts), stretch))
        return stretch

    def _clash(self, claim: Claim, space: Space) -> Clash | None:
        facts, slot = space.room.facts, claim.ask.slot
        for taken, stretch in self._placed:
            if taken & set(space.parts) and stretch.bars(facts).overlaps(slot):
                return Clash(stretch)
        return None
