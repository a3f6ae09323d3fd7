"""What a manager says about a room, and which takings of a part come too close; pure."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from portal.kernel.errors import Conflict, Invalid
from portal.kernel.words import N_

LONGEST_NAME, LONGEST_SLUG, LONGEST_FLOOR, LONGEST_KNOWN_AS, LONGEST_WORD = 80, 40, 40, 120, 40
MOST_MINUTES, MOST_PEOPLE, MOST_POSITION, MOST_AMENITIES = 240, 10_000, 9_999, 12
LEAST_PARTS = 2
RESERVED = frozenset({"new"})
"""Slugs that would hide another address."""


@dataclass(frozen=True, kw_only=True)
class RoomPlan:
    """Everything that is set up about a room, in the order of the form."""

    name: str
    capacity: int
    fire_capacity: int
    amenities: tuple[str, ...] = ()
    step_free: bool = False
    setup_minutes: int = 0
    turnover_minutes: int = 0
    check_in_minutes: int = 0
    floor: str = ""
    position: int = 0
    known_as: str = ""
    made_of: tuple[str, ...] = ()
    """The slugs of the rooms that open into this one; none for a room of its own."""


@dataclass(frozen=True)
class Touched:
    """A booking that a change would touch, as a list shows it."""

    public_id: str
    room: str
    who: str
    starts_at: datetime
    ends_at: datetime


class InTheWay(Conflict):
    """Coming bookings stand in the way of a change; `bookings` lists them."""

    def __init__(self, message: str, bookings: Iterable[Touched] = (), **facts: object) -> None:
        """Keep the sentence and the bookings."""
        super().__init__(message, **facts)
        self.bookings = tuple(bookings)


@dataclass(frozen=True, order=True)
class Taking:
    """A part is taken by a booking, or by something else (none)."""

    starts_at: datetime
    ends_at: datetime
    setup_from: datetime
    turned_until: datetime
    part: int
    booking: int | None = field(default=None, compare=False)


def too_close(takings: Iterable[Taking]) -> set[int]:
    """The bookings of which one's turnover reaches into the next, or the next one's setup into it."""
    by_part: dict[int, list[Taking]] = defaultdict(list)
    for taking in takings:
        by_part[taking.part].append(taking)
    found: set[int | None] = set()
    for row in by_part.values():
        for first, then in pairwise(sorted(row)):
            if first.turned_until > then.starts_at or then.setup_from < first.ends_at:
                found |= {first.booking, then.booking}
    return {booking for booking in found if booking is not None}


def slug_of(name: str, known: Collection[str]) -> str:
    """A slug for a new room, none of those known; raises Invalid for a name without a letter."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: LONGEST_SLUG - 4].strip("-")
    if not slug:
        raise Invalid(N_("The name needs a letter or a digit, so that the room can have an address."), field="name")
    taken = {*known, *RESERVED}
    return next(each for each in (slug, *(f"{slug}-{n}" for n in range(2, 1000))) if each not in taken)


def words_of(text: str) -> list[str]:
    """The amenities in a line with commas, as the house's vocabulary has them: small letters, single spaces."""
    return [" ".join(word.lower().split()) for word in re.split(r"[,;\n]", text) if word.strip()]
