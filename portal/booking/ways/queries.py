"""Look for ways round a refusal once it is certain."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from portal.booking import queries
from portal.booking.grid.queries import rooms_between, stretches
from portal.booking.grid.rules import RoomDay
from portal.booking.guard.queries import Claim
from portal.booking.limits.queries import ground_of
from portal.booking.rules import MARGIN, Refused, Taken, Way
from portal.booking.waitlist.ways import way_for
from portal.booking.ways.rules import DAYS, Search, ways
from portal.kernel.slots import Slot


@contextmanager
def ways_added(claim: Claim, *, moving: str = "") -> Iterator[None]:
    """A refusal that comes out of this has the ways round it."""
    try:
        yield
    except (Taken, Refused) as refusal:
        refusal.ways = ways_round(claim, moving=moving)
        if isinstance(refusal, Taken) and not moving:
            refusal.ways = _with_the_waitlist(refusal.ways, claim)
        raise


def ways_round(claim: Claim, *, moving: str = "") -> tuple[Way, ...]:
    """What is possible instead; a booking that is being moved (its public id) is in nobody's way."""
    room, slot, viewer = queries.room(claim.ask.room), claim.ask.slot, claim.by
    around = Slot(slot.starts_at - timedelta(days=DAYS + 1), slot.ends_at + timedelta(days=DAYS + 1))
    near = stretches([room.id], around, viewer=viewer)[room.id]
    # Wider than the slot: what is set up or tidied up before and after it is in the way as well.
    rooms = rooms_between(room.location, Slot(slot.starts_at - MARGIN, slot.ends_at + MARGIN), viewer=viewer)
    asked = _without(RoomDay(room.facts, tuple(near)), moving)
    return ways(Search(claim.ask, ground_of(room, now=claim.at), asked, [_without(taken, moving) for taken in rooms]))


def _with_the_waitlist(found: tuple[Way, ...], claim: Claim) -> tuple[Way, ...]:
    """The same with waiting for it before asking the desk: the rules allow it, only somebody else has it."""
    waiting = way_for(claim)
    return (*found[:-1], waiting, *found[-1:]) if waiting else found


def _without(taken: RoomDay, booking: str) -> RoomDay:
    kept = tuple(stretch for stretch in taken.stretches if not booking or stretch.booking != booking)
    return RoomDay(taken.room, kept)
