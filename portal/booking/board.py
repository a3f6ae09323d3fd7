"""The day of all rooms as plain values: what stands where in the book, in quarters of an hour. Pure.

A quarter is counted from midnight on the wall clock: 10:30 is 42. On the night the clocks change the wall clock
decides where something stands, the instants decide how long it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portal.booking.grid.rules import RoomDay, Stretch
from portal.booking.rules import Kind, RoomFacts, Status
from portal.house.rules import Hours
from portal.kernel.slots import Slot, gaps, merged
from portal.kernel.zones import local, local_date

QUARTER = timedelta(minutes=15)
HOUR = 4
MIDNIGHT = 24 * HOUR
LATEST_FIRST, LEAST = 12 * HOUR, 4 * HOUR
DRAWN_WHEN_CLOSED = (32, 80)
STARTS_SHOWN, STARTS_PER_GAP = 4, 3


@dataclass(frozen=True)
class Wish:
    """What somebody is looking for; nothing at all lets everything fit."""

    people: int = 0
    minutes: int = 0
    things: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.people or self.minutes or self.things)

    @property
    def lasts(self) -> timedelta:
        """How long it must be free for."""
        return timedelta(minutes=self.minutes)

    def missing(self, room: RoomFacts) -> str:
        """What the room lacks: "seats", "step-free" or an amenity's name; empty if it suits."""
        if room.capacity < self.people:
            return "seats"
        has = room.amenities | ({"step-free"} if room.step_free else set())
        return next((thing for thing in self.things if thing not in has), "")


@dataclass(frozen=True)
class Scale:
    """A date in one house as the book draws it: `count` quarters from `first` on."""

    on: date
    zone: ZoneInfo
    open: tuple[Slot, ...]
    now: datetime
    first: int
    count: int

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
        """Whether the house has closed for the day, or does not open."""
        return not self.open or self.now >= self.open[-1].ends_at

    def quarter(self, moment: datetime) -> int:
        """The quarter that the wall clock is in; 0 or 96 on other dates."""
        wall = local(moment, self.zone)
        if wall.date() != self.on:
            return 0 if wall.date() < self.on else MIDNIGHT
        return wall.hour * HOUR + wall.minute // 15

    def quarter_after(self, moment: datetime) -> int:
        """The same, rounded up."""
        return min(self.quarter(moment) + (_down(moment) != moment), MIDNIGHT)

    def place(self, slot: Slot) -> tuple[int, int] | None:
        """Where it is drawn: the first quarter and how many; None outside of what is drawn."""
        begin, end = self.quarter(slot.starts_at), self.quarter_after(slot.ends_at)
        # In the hour that comes twice, something may end before it began by the wall clock: one quarter shows it.
        end = max(end, begin + 1)
        begin, end = max(begin, self.first), min(end, self.last)
        return (begin, end - begin) if begin < end else None

    def reaching(self, days: Iterable[RoomDay]) -> "Scale":
        """The same, drawn as far as what happens outside of the opening hours."""
        slots = [stretch.slot for day in days for stretch in day.stretches]
        first = min([self.first, *(self.quarter(slot.starts_at) // HOUR * HOUR for slot in slots)])
        last = max([self.last, *(-(-self.quarter_after(slot.ends_at) // HOUR) * HOUR for slot in slots)])
        return replace(self, first=first, count=last - first)


def scale(on: date, hours: Hours, now: datetime) -> Scale:
    """The date, drawn around its opening hours."""
    first, count = drawn(hours.stretches(on))
    return Scale(on, hours.zone, tuple(hours.slots(on)), now, first, count)


def drawn(stretches: Sequence[tuple[time, time]]) -> tuple[int, int]:
    """First quarter and number of quarters: the open hours with a strip of closed time on each side, in whole hours."""
    opens = [start.hour * HOUR + start.minute // 15 for start, _ in stretches]
    closes = [end.hour * HOUR + end.minute // 15 or MIDNIGHT for _, end in stretches]
    first = min(((opening - 1) // HOUR * HOUR for opening in opens), default=DRAWN_WHEN_CLOSED[0])
    last = max((closing // HOUR * HOUR + HOUR for closing in closes), default=DRAWN_WHEN_CLOSED[1])
    first = min(max(first, 0), LATEST_FIRST)
    return first, max(min(last, MIDNIGHT), first + LEAST) - first


# --- One room ---------------------------------------------------------------------------------------------


class Piece(NamedTuple):
    """One element of a room's track."""

    kind: str
    at: int
    span: int
    slot: Slot
    of: Stretch | None = None


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
    free: list[Slot]


def row(day: RoomDay, on: Scale, wish: Wish) -> Row:
    """One room's day: bookings, the time to tidy up, and what is free."""
    missing = wish.missing(day.room)
    free = free_quarters(day, on)
    pieces = [*_taken(day, on), *_turns(day, on), *_gaps(free, on, wish, suits=not missing)]
    pieces.sort(key=lambda piece: (piece.slot.starts_at, piece.slot.ends_at))
    return Row(day.room, missing, pieces, [] if missing else _starts(free, on, wish), free)


def free_quarters(day: RoomDay, on: Scale) -> list[Slot]:
    """What can still be booked, in whole quarters; the one that is running counts."""
    whole = ((max(_up(gap.starts_at), _down(on.now)), _down(gap.ends_at)) for gap in day.free(on.open))
    return [Slot(begin, end) for begin, end in whole if begin < end]


def _down(moment: datetime) -> datetime:
    return moment - timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)


def _up(moment: datetime) -> datetime:
    down = _down(moment)
    return down if down == moment else down + QUARTER


def _taken(day: RoomDay, on: Scale) -> list[Piece]:
    placed = ((stretch, on.place(stretch.slot)) for stretch in _told_apart(day.stretches))
    return [Piece(_kind(stretch, on), *place, stretch.slot, stretch) for stretch, place in placed if place]


def _told_apart(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Bookings of rooms that share parts with this one may overlap each other: here they are one busy time."""
    own = [each for each in stretches if not each.is_elsewhere]
    slots = merged(each.slot for each in stretches if each.is_elsewhere)
    return [*own, *(Stretch(Kind.BOOKING, slot.starts_at, slot.ends_at, slot.starts_at, slot.ends_at) for slot in slots)]


def _kind(stretch: Stretch, on: Scale) -> str:
    if stretch.kind == Kind.HOLD or stretch.status == Status.HELD:
        return "held"
    if stretch.is_mine:
        return "mine"
    if stretch.ends_at <= on.now:
        return "busy gone"
    return f"busy{_live(stretch.slot, on)}"


def _turns(day: RoomDay, on: Scale) -> list[Piece]:
    """The time before and after bookings in which the house prepares and tidies up, once where it meets."""
    around = [
        Slot(begin, end)
        for each in day.stretches
        for begin, end in ((each.setup_from, each.starts_at), (each.ends_at, each.turned_until))
        if begin < end
    ]
    own = [each.slot for each in day.stretches]
    placed = ((left, on.place(left)) for turn in merged(around) for left in gaps(turn, own))
    return [Piece("turn", *place, left) for left, place in placed if place]


def _gaps(free: Iterable[Slot], on: Scale, wish: Wish, *, suits: bool) -> list[Piece]:
    out = []
    for gap in free:
        place = on.place(gap)
        fits = " fits" if suits and gap.lasts >= wish.lasts else ""
        if place:
            out.append(Piece(f"free{fits}{_live(gap, on)}", *place, gap))
    return out


def _live(slot: Slot, on: Scale) -> str:
    """Keeps a slot's words clear of the line that shows the present."""
    return " live" if _down(slot.starts_at) == _down(on.now) else ""


def _is_running(gap: Slot, on: Scale) -> bool:
    return gap.starts_at == _down(on.now)


def _starts(free: Iterable[Slot], on: Scale, wish: Wish) -> list[Start]:
    """Up to four good times to begin, spread over the gaps that are long enough: each gap's first, then later ones."""
    per_gap = [_starts_of(gap, on, wish) for gap in free if gap.lasts >= wish.lasts]
    in_turn = [starts[turn] for turn in range(STARTS_PER_GAP) for starts in per_gap if turn < len(starts)]
    # "Now" is a wide one and takes the place of two.
    return sorted(in_turn[: STARTS_SHOWN - any(start.running for start in in_turn)])


def _starts_of(gap: Slot, on: Scale, wish: Wish) -> list[Start]:
    last = max(gap.ends_at - max(wish.lasts, 2 * QUARTER), gap.starts_at)
    later = (gap.starts_at + turn * 2 * QUARTER for turn in range(1, STARTS_PER_GAP))
    times = sorted({gap.starts_at, *(moment for moment in later if moment < last), last})[:STARTS_PER_GAP]
    return [Start(moment, gap.ends_at, moment == gap.starts_at and _is_running(gap, on)) for moment in times]


# --- What lies over the rows ------------------------------------------------------------------------------


class Veil(NamedTuple):
    """A stretch that lies over all rows."""

    at: int
    span: int


class Now(NamedTuple):
    """The line that shows the present: its quarter and the minutes into it."""

    quarter: int
    minutes: int


def present(on: Scale) -> Now | None:
    """Where the present stands, if it is drawn."""
    quarter = on.quarter(on.now)
    if not (on.is_today and on.first <= quarter < on.last):
        return None
    return Now(quarter, local(on.now, on.zone).minute % 15)


def closed(on: Scale) -> list[Veil]:
    """What is drawn of the time outside of the opening hours, in order."""
    out, edge = [], on.first
    for stretch in on.open:
        out.append(Veil(edge, on.quarter(stretch.starts_at) - edge))
        edge = on.quarter_after(stretch.ends_at)
    out.append(Veil(edge, on.last - edge))
    return [veil for veil in out if veil.span > 0]


def past(on: Scale) -> Veil | None:
    """The open time that has gone by."""
    if not (on.open and on.is_today) or on.now <= on.open[0].starts_at:
        return None
    begin = on.quarter(on.open[0].starts_at)
    end = min(on.quarter(on.now), on.quarter_after(on.open[-1].ends_at))
    return Veil(begin, end - begin) if begin < end else None


def load(booked: timedelta, bookable: timedelta) -> int:
    """How full a day is in tenths; a single booking already shows."""
    if not booked or not bookable:
        return 0
    return min(max(round(booked / bookable * 10), 1), 10)
