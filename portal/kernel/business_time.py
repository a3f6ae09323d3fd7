"""Time that only passes while a house is open: when something is due, and how much of it has gone.

Per local date the open spans become segments between instants; what a pause covers is cut out; then the segments are walked.
A span's opening in an hour that the clocks show twice is its first, its closing the last; an edge that they skip moves to
the moment they jump. So a day of 24 hours has 23 in spring and 25 in autumn, and nobody is closed at midnight by accident.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.kernel.slots import Slot, gaps, merged
from portal.kernel.zones import local_date

DAY = 24 * 60
LONGEST_SPAN = 2 * DAY
HORIZON = timedelta(days=800)
"""Who does not open within two years does not open: there is no deadline, and no endless search for one."""


@dataclass(frozen=True, order=True)
class Span:
    """An open stretch of a day in minutes of its wall clock from midnight; past 1440 it reaches into the next day."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        """Refuse spans that begin on another day, run backwards or never end."""
        if not (0 <= self.opens < DAY and self.opens < self.closes <= LONGEST_SPAN):
            msg = f"no span of a day: {self.opens} to {self.closes}"
            raise ValueError(msg)


def span(opens: str, closes: str) -> Span:
    """From what people write: `09:00` to `18:00`, `00:00` to `24:00`, `22:00` to `06:00` of the next day."""
    first, last = _minutes(opens), _minutes(closes)
    return Span(first, last if last > first else last + DAY)


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def between(opens: time, closes: time) -> Span:
    """The span between two clock times of one day, or over midnight."""
    return span(f"{opens:%H:%M}", f"{closes:%H:%M}")


@dataclass(frozen=True)
class BusinessHours:
    """Open spans per weekday (Monday 0); a date in `special` has its own instead, a holiday has none."""

    zone: ZoneInfo
    weekly: Mapping[int, tuple[Span, ...]]
    special: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)

    def spans(self, day: date) -> tuple[Span, ...]:
        """The day's spans in order."""
        return tuple(sorted(self.special.get(day, self.weekly.get(day.weekday(), ()))))


def segments(hours: BusinessHours, start: datetime, end: datetime) -> Iterator[Slot]:
    """The open time between two instants, as disjoint slots in order."""
    # A span of the day before may reach over midnight, and two nights of one that lasts two days.
    day, last, edge = local_date(start, hours.zone) - timedelta(days=2), local_date(end, hours.zone), start
    while day <= last:
        for each in hours.spans(day):
            opens = max(_instant(day, each.opens, hours.zone, last=False), edge)
            closes = min(_instant(day, each.closes, hours.zone, last=True), end)
            if opens < closes:
                yield Slot(opens, closes)
                edge = closes
        day += timedelta(days=1)


def due(start: datetime, minutes: int, hours: BusinessHours, pauses: Iterable[Slot] = ()) -> datetime | None:
    """The instant at which `minutes` of open, unpaused time have passed since `start`; None if they never will."""
    left = timedelta(minutes=minutes)
    if left <= timedelta():
        return start.astimezone(UTC)
    paused = merged(pauses)
    for segment in segments(hours, start.astimezone(UTC), start.astimezone(UTC) + HORIZON):
        for counted in gaps(segment, paused):
            if counted.lasts >= left:
                return counted.starts_at + left
            left -= counted.lasts
    return None


def elapsed(start: datetime, end: datetime, hours: BusinessHours, pauses: Iterable[Slot] = ()) -> timedelta:
    """How much open, unpaused time lies between two instants; nothing if they are the wrong way round."""
    paused = merged(pauses)
    open_time = segments(hours, start.astimezone(UTC), end.astimezone(UTC))
    return sum((counted.lasts for segment in open_time for counted in gaps(segment, paused)), timedelta())


def _instant(day: date, minutes: int, zone: ZoneInfo, *, last: bool) -> datetime:
    """When the wall clock shows this many minutes after midnight: the first time or the last; if never, when it jumps past."""
    wall = datetime.combine(day, time(0)) + timedelta(minutes=minutes)
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first <= second:
        return second if last else first
    return _jump(second, first, zone)


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant between these two at which the zone's clocks change."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)
