"""What kind of day it is: busy until when, free from when, and what is mine in it. Pure; the words are in words.py."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.booking.board import Row, Scale
from portal.booking.grid.rules import RoomDay, Stretch
from portal.booking.rules import RoomFacts
from portal.kernel.slots import Slot

HOUR = timedelta(hours=1)
BUSY, QUIET = 0.55, 0.35
"""How much of an hour is taken, over all rooms, for it to count as busy or as quiet."""


@dataclass(frozen=True)
class Mood:
    """One word for the rest of the day, and the moment at which it turns."""

    word: str
    """closed, over, full, busy, mixed, quiet, then_quiet (busy until `turns_at`) or then_busy (quiet until `turns_at`)."""
    turns_at: datetime | None = None


def mood(on: Scale, rows: Sequence[Row]) -> Mood:
    """What is left of the day, in one word."""
    if not on.open:
        return Mood("closed")
    if on.is_over:
        return Mood("over")
    hours = [(hour, _taken(hour, rows)) for hour in _hours_left(on)]
    if not any(row.free for row in rows):
        return Mood("full")
    shares = [share for _, share in hours]
    return _turning(hours) or Mood(_level(shares))


def _hours_left(on: Scale) -> list[Slot]:
    """The open hours that are still ahead, the first and the last perhaps shorter."""
    out = []
    for stretch in on.open:
        begin = max(stretch.starts_at, on.now)
        while begin < stretch.ends_at:
            whole = begin.replace(minute=0, second=0, microsecond=0) + HOUR
            end = min(whole, stretch.ends_at)
            out.append(Slot(begin, end))
            begin = end
    return out


def _taken(hour: Slot, rows: Sequence[Row]) -> float:
    """Which part of the rooms' time is not free in this hour."""
    free = sum((_shared(hour, gap) for row in rows for gap in row.free), timedelta(0))
    return 1 - free / (hour.lasts * max(len(rows), 1))


def _shared(one: Slot, other: Slot) -> timedelta:
    return max(min(one.ends_at, other.ends_at) - max(one.starts_at, other.starts_at), timedelta(0))


def _level(shares: Sequence[float]) -> str:
    mean = sum(shares) / len(shares)
    return "busy" if mean >= BUSY else "quiet" if mean <= QUIET else "mixed"


def _turning(hours: Sequence[tuple[Slot, float]]) -> Mood | None:
    """The hour that parts the day best into a busy and a quiet half, if both are worth saying."""
    best: tuple[float, Mood] | None = None
    for at in range(1, len(hours)):
        before, after = _mean(hours[:at]), _mean(hours[at:])
        turns_at = hours[at][0].starts_at
        if before >= BUSY and after <= QUIET:
            found = Mood("then_quiet", turns_at)
        elif before <= QUIET and after >= BUSY:
            found = Mood("then_busy", turns_at)
        else:
            continue
        if best is None or abs(before - after) > best[0]:
            best = abs(before - after), found
    return best[1] if best else None


def _mean(hours: Sequence[tuple[Slot, float]]) -> float:
    return sum(share for _, share in hours) / len(hours)


def ahead(days: Iterable[RoomDay], now: datetime) -> list[tuple[RoomFacts, Stretch]]:
    """My own bookings that have not ended, in order, each with its room."""
    mine = [(day.room, each) for day in days for each in day.stretches if each.is_mine and each.ends_at > now]
    return sorted(mine, key=lambda pair: pair[1].starts_at)
