"""Which limits hold for whom where."""

from datetime import datetime

from portal.booking.limits.rules import Ground
from portal.booking.models import Room
from portal.house.queries import hours_of


def ground_of(room: Room, *, now: datetime) -> Ground:
    """What the rules look at for this room."""
    return Ground(room.facts, hours_of(room.location), now)
