"""When an entry begins and ends: dates and wall-clock times in zones of many names; pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.ical.reading import Entry, Property
from portal.ical.zones import zone_named
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.kernel.zones import instant

DATE = re.compile(r"\d{8}")
TIME = re.compile(r"(\d{8}T\d{6})(Z?)")
DURATION = re.compile(r"\+?P(?:(\d{1,4})W|(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?)")
ONE_DAY = timedelta(days=1)
YEARS = range(1970, 2200)
UTC_ZONE = ZoneInfo("UTC")


class Misfit(Invalid):
    """An entry that cannot be read as a booking; the sentence says why."""


@dataclass(frozen=True)
class Zones:
    """The zones of a file: the house's for times without one, and what the file calls its own."""

    house: ZoneInfo
    names: Mapping[str, str] = field(default_factory=dict)

    def named(self, tzid: str) -> ZoneInfo:
        """The zone of this name. Raises Misfit when nobody knows it."""
        found = zone_named(tzid) or zone_named(self.names.get(tzid, ""))
        if found is None:
            raise Misfit(N_("Nobody knows the time zone “{zone}”."), zone=tzid)
        return found


@dataclass(frozen=True)
class When:
    """A wall-clock time in a zone, or (without one) a whole day."""

    wall: datetime
    zone: ZoneInfo | None

    @property
    def is_day(self) -> bool:
        """Whether it is a date without a time."""
        return self.zone is None

    def instant(self, fallback: ZoneInfo) -> datetime:
        """The instant; a day begins at midnight in `fallback`. Raises SkippedTime in the hour that the clocks jump over."""
        return instant(self.wall.date(), self.wall.time(), self.zone or fallback)

    def moved(self, wall: datetime) -> "When":
        """The same kind of time elsewhere."""
        return When(wall, self.zone)


def moment(value: str, tzid: str, zones: Zones) -> When:
    """One value of a DTSTART, EXDATE and the like. Raises Misfit."""
    text = value.strip()
    found = TIME.fullmatch(text)
    wall = _wall(text if found is None else found[1], "%Y%m%d" if found is None else "%Y%m%dT%H%M%S")
    if wall is None:
        raise Misfit(N_("“{value}” is no date that can be read."), value=text[:40])
    if found is None:
        return When(wall, None)
    return When(wall, UTC_ZONE if found[2] else zones.named(tzid) if tzid else zones.house)


def _wall(text: str, shape: str) -> datetime | None:
    if not DATE.match(text):
        return None
    try:
        wall = datetime.strptime(text, shape)  # noqa: DTZ007 - a wall-clock time
    except ValueError:
        return None
    return wall if wall.year in YEARS else None


def moments(found: list[Property], zones: Zones) -> list[When]:
    """All values of these properties. Raises Misfit."""
    return [moment(value, each.params.get("TZID", ""), zones) for each in found for value in each.value.split(",") if value]


@dataclass(frozen=True)
class Span:
    """When an entry is, the first time: its start, and its end on the same clock."""

    starts: When
    ends: datetime

    @property
    def lasts(self) -> timedelta:
        """On the wall clock: 22:00 to 06:00 stays that over a clock change."""
        return self.ends - self.starts.wall

    def days(self, begin: datetime) -> list[date]:
        """The days of an entry without times, beginning here."""
        return [begin.date() + timedelta(days=number) for number in range(self.lasts.days)]


def span(entry: Entry, zones: Zones) -> Span:
    """From when to when. Raises Misfit when that cannot be told."""
    starts = _one(entry, "DTSTART", zones)
    if starts is None:
        raise Misfit(N_("It has no start."))
    ends = _end(entry, starts, zones)
    if ends <= starts.wall:
        raise Misfit(N_("It ends before it starts."))
    return Span(starts, ends)


def _end(entry: Entry, starts: When, zones: Zones) -> datetime:
    ends = _one(entry, "DTEND", zones)
    if ends is not None:
        return _on_the_clock_of(starts, ends, zones)
    duration = entry.first("DURATION")
    if duration is not None:
        return starts.wall + _length(duration.value)
    if starts.is_day:
        return starts.wall + ONE_DAY
    raise Misfit(N_("It has no end."))


def _on_the_clock_of(starts: When, ends: When, zones: Zones) -> datetime:
    if starts.is_day != ends.is_day:
        raise Misfit(N_("It starts with a time and ends without one, or the other way round."))
    if starts.zone is None or starts.zone == ends.zone:
        return ends.wall
    return ends.instant(zones.house).astimezone(starts.zone).replace(tzinfo=None)


def _one(entry: Entry, name: str, zones: Zones) -> When | None:
    found = entry.first(name)
    return moment(found.value, found.params.get("TZID", ""), zones) if found else None


def _length(text: str) -> timedelta:
    found = DURATION.fullmatch(text.strip().upper())
    if not found or not any(found.groups()):
        raise Misfit(N_("“{value}” is no length of time that can be read."), value=text[:40])
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def as_utc(when: When, zones: Zones) -> datetime:
    """The instant as a key; a time that the clocks skip counts as the one after."""
    return when.wall.replace(tzinfo=when.zone or zones.house).astimezone(UTC)
