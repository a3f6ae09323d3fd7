"""The day of all rooms as plain values: what stands where in the book, in quarters of an hour. Pure.

A quarter is counted from midnight on the wall clock: 10:30 is 42. On the night the clocks change the wall clock
decides where something stands, the instants decide how long it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portal.booking.rules import RoomFacts
from portal.kernel.slots import Slot, gaps, merged
from portal.kernel.zones import local, local_date

QUARTER = timedelta(minutes=15)
HOUR = 4
MIDNIGHT = 24 * HOUR
LATEST_FIRST, LEAST = 12 * HOUR, 4 * HOUR
STARTS_SHOWN = 4


@dataclass(frozen=True)
class Wish:
    """What somebody is looking for; nothing at all lets everything fit."""

    people: int = 0
    minutes: int = 0
    things: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.people or self.minutes or self.things)

    def missing(self, room: RoomFacts) -> str:
        """What the room lacks: "seats", "step-free" or an amenity's name; empty if it suits."""
        if room.capacity < self.people:
            return "seats"
        has = {*room.amenities, *(["step-free"] if room.step_free else [])}
        return next((thing for thing in self.things if thing not in has), "")

    def fits(self, gap: Slot) -> bool:
        """Whether the stretch is long enough."""
        return gap.lasts >= timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Occupied:
    """Somebody has a room: their own time, the time to prepare and tidy up around it, and what may be read of it."""

    slot: Slot
    setup_from: datetime
    turned_until: datetime
    kind: str = "busy"
    """busy, mine or held."""
    title: str = ""
    note: str = ""
    key: str = ""
    """The booking's public id, where this visitor may open it."""


@dataclass(frozen=True)
class Day:
    """A date in one house as the book draws it: `count` quarters from `first` on."""

    on: date
    zone: ZoneInfo
    open: tuple[Slot, ...]
    now: datetime
    first: int = 32
    count: int = 48

    @property
    def last(self) -> int:
        """The quarter at which the drawn part ends."""
        return self.first + self.count

    @property
    def is_today(self) -> bool:
        """Whether it is this date in the house."""
        return local_date(self.now, self.zone) == self.on

    @property
    def is_over(self) -> bool:
        """Whether the house has closed, or never opened, and will not open again that day."""
        return not self.open or self.now >= self.open[-1].ends_at

    def quarter(self, moment: datetime) -> int:
        """The quarter that the wall clock is in; 0 or 96 on other dates."""
        wall = local(moment, self.zone)
        if wall.date() != self.on:
            return 0 if wall.date() < self.on else MIDNIGHT
        return wall.hour * HOUR + wall.minute // 15

    def quarter_after(self, moment: datetime) -> int:
        """The same, rounded up."""
        wall = local(moment, self.zone)
        begun = wall.minute % 15 or wall.second or wall.microsecond
        return min(self.quarter(moment) + bool(begun), MIDNIGHT)

    def place(self, slot: Slot) -> tuple[int, int] | None:
        """Where it is drawn: the first quarter and how many; None outside of what is drawn."""
        begin = max(self.quarter(slot.starts_at), self.first)
        end = min(self.quarter_after(slot.ends_at), self.last)
        # In the hour that comes twice, something may end before it began by the wall clock: one quarter shows it.
        end = max(end, begin + 1) if slot.ends_at > slot.starts_at else end
        return (begin, end - begin) if begin < self.last and self.quarter_after(slot.ends_at) > self.first else None


class Piece(NamedTuple):
    """One element of a room's track."""

    kind: str
    at: int
    span: int
    slot: Slot
    of: Occupied | None = None


class Start(NamedTuple):
    """A time at which one could begin; `running` when that is now."""

    at: datetime
    until: datetime
    running: bool


@dataclass(frozen=True)
class Row:
    """One room's day."""

    room: RoomFacts
    missing: str
    pieces: list[Piece]
    starts: list[Start]
    free: list[Slot] = field(default_factory=list)


def drawn(stretches: Sequence[tuple[time, time]]) -> tuple[int, int]:
    """First quarter and number of quarters: the open hours with a strip of closed time on each side, in whole hours."""
    opens = [start.hour * HOUR + start.minute // 15 for start, _ in stretches]
    closes = [end.hour * HOUR + end.minute // 15 or MIDNIGHT for _, end in stretches]
    first = min(((opening - 1) // HOUR * HOUR for opening in opens), default=32)
    last = max((closing // HOUR * HOUR + HOUR for closing in closes), default=80)
    first = min(max(first, 0), LATEST_FIRST)
    return first, max(min(last, MIDNIGHT), first + LEAST) - first


def prepare(on: date, zone: ZoneInfo, stretches: Sequence[tuple[time, time]], opens: Iterable[Slot], now: datetime) -> Day:
    """The day, drawn around its opening hours."""
    first, count = drawn(stretches)
    return Day(on, zone, tuple(opens), now, first, count)


def reaching(day: Day, occupied: Iterable[Occupied]) -> Day:
    """The day, drawn as far as what happens outside of the opening hours."""
    edges = [edge for each in occupied for edge in (day.quarter(each.slot.starts_at), day.quarter_after(each.slot.ends_at))]
    first = min([day.first] + [edge // HOUR * HOUR for edge in edges])
    last = max([day.last] + [-(-edge // HOUR) * HOUR for edge in edges])
    return Day(day.on, day.zone, day.open, day.now, first, last - first)


# --- One room ---------------------------------------------------------------------------------------------


def free_of(occupied: Iterable[Occupied], room: RoomFacts, day: Day) -> list[Slot]:
    """The stretches in which the room can still be booked: whole quarters, in open hours, never in the past."""
    blocked = [
        # Where two preparations meet the longer one counts, not the sum.
        Slot(min(each.setup_from, each.slot.starts_at - room.turnover), max(each.turned_until, each.slot.ends_at + room.setup))
        for each in occupied
    ]
    found = [gap for stretch in day.open for gap in gaps(stretch, blocked)]
    return [whole for gap in found if (whole := _whole(gap, day)) is not None]


def _whole(gap: Slot, day: Day) -> Slot | None:
    """The whole quarters of a gap that are still ahead; the one that is running can still be had."""
    begin = max(_up(gap.starts_at), _down(day.now))
    end = _down(gap.ends_at)
    return Slot(begin, end) if begin < end else None


def _down(moment: datetime) -> datetime:
    return moment - timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)


def _up(moment: datetime) -> datetime:
    down = _down(moment)
    return down if down == moment else down + QUARTER


def row(room: RoomFacts, occupied: Sequence[Occupied], day: Day, wish: Wish) -> Row:
    """One room's day: bookings, the time to tidy up, and what is free."""
    missing = wish.missing(room)
    free = free_of(occupied, room, day)
    pieces = [*_bookings(occupied, day), *_turns(occupied, day), *_gaps(free, day, wish, suits=not missing)]
    pieces.sort(key=lambda piece: (piece.slot.starts_at, piece.slot.ends_at))
    return Row(room, missing, pieces, [] if missing else starts_in(free, day, wish), free)


def _bookings(occupied: Iterable[Occupied], day: Day) -> list[Piece]:
    out = []
    for each in occupied:
        gone = each.kind == "busy" and each.slot.ends_at <= day.now
        place = day.place(each.slot)
        if place:
            out.append(Piece("busy gone" if gone else each.kind, *place, each.slot, each))
    return out


def _turns(occupied: Sequence[Occupied], day: Day) -> list[Piece]:
    """The time before and after bookings in which the house prepares and tidies up, once where it meets."""
    around = [
        Slot(begin, end)
        for each in occupied
        for begin, end in ((each.setup_from, each.slot.starts_at), (each.slot.ends_at, each.turned_until))
        if begin < end
    ]
    own = [each.slot for each in occupied]
    turns = [left for stretch in merged(around) for left in gaps(stretch, own)]
    return [Piece("turn", *place, turn) for turn in turns if (place := day.place(turn))]


def _gaps(free: Iterable[Slot], day: Day, wish: Wish, *, suits: bool) -> list[Piece]:
    out = []
    for gap in free:
        place = day.place(gap)
        if place:
            # The slot's name makes it fit; "live" keeps its words clear of the line that shows the present.
            names = ["free", *(["fits"] if suits and wish.fits(gap) else []), *(["live"] if _is_running(gap, day) else [])]
            out.append(Piece(" ".join(names), *place, gap))
    return out


def _is_running(gap: Slot, day: Day) -> bool:
    return gap.starts_at == _down(day.now)


def starts_in(free: Iterable[Slot], day: Day, wish: Wish) -> list[Start]:
    """Up to four good times to begin, spread over the gaps that are long enough: each gap's first, then later ones."""
    per_gap = [_starts_of(gap, day, wish) for gap in free if wish.fits(gap)]
    in_turn = [starts[turn] for turn in range(STARTS_SHOWN) for starts in per_gap if turn < len(starts)]
    return sorted(in_turn[:STARTS_SHOWN])


def _starts_of(gap: Slot, day: Day, wish: Wish) -> list[Start]:
    last = gap.ends_at - max(timedelta(minutes=wish.minutes), QUARTER)
    later = [gap.starts_at + n * 2 * QUARTER for n in range(1, STARTS_SHOWN)]
    times = sorted({gap.starts_at, *(moment for moment in later if moment < last), max(last, gap.starts_at)})[:3]
    return [Start(moment, gap.ends_at, moment == gap.starts_at and _is_running(gap, day)) for moment in times]
