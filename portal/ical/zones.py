"""Time zones in iCalendar text: our own VTIMEZONE, and the names that other systems give to zones.

A VTIMEZONE has one YEARLY rule with one BYDAY per change of the clocks where the zone keeps to such a rule, and single
onsets where it does not. Outlook misreads lists of RDATEs, and an onset is the local time before the jump.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from portal.ical.lines import line

LONG_AGO = 1970
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEK = timedelta(days=7)
ALIASES = {"utc": "UTC", "z": "UTC", "gmt": "UTC", "tzone://microsoft/utc": "UTC"}


# --- Writing ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """The clocks change: at which local time before the jump, from and to which offset, and what the zone is called after."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def byday(self) -> frozenset[str]:
        """The ways to say which weekday of its month this is: second Sunday, last Sunday."""
        weekday = WEEKDAYS[self.onset.weekday()]
        counted = {f"{(self.onset.day - 1) // 7 + 1}{weekday}"}
        return frozenset(counted | {f"-1{weekday}"} if (self.onset + WEEK).month != self.onset.month else counted)

    @property
    def alike(self) -> tuple[object, ...]:
        """What changes of one yearly rule have in common."""
        return self.onset.month, self.onset.weekday(), self.onset.time(), self.before, self.after, self.name


@cache
def vtimezone(name: str, first_year: int, last_year: int) -> bytes:
    """The VTIMEZONE of an IANA zone, right for every instant of these years."""
    zone = ZoneInfo(name)
    changes = list(_changes(zone, first_year, last_year))
    yearly = _yearly(changes, last_year - first_year + 1)
    body = list(_rules(yearly)) if yearly else list(_onsets(zone, changes, first_year))
    return b"".join([b"BEGIN:VTIMEZONE\r\n", line("TZID", name), *body, b"END:VTIMEZONE\r\n"])


def _changes(zone: ZoneInfo, first_year: int, last_year: int) -> Iterator[Change]:
    day = datetime(first_year, 1, 1, tzinfo=UTC)
    end = datetime(last_year + 1, 1, 1, tzinfo=UTC)
    while day < end:
        following = day + timedelta(days=1)
        if _told(day, zone) != _told(following, zone):
            yield _change(zone, day, following)
        day = following


def _told(moment: datetime, zone: ZoneInfo) -> tuple[timedelta, str]:
    there = moment.astimezone(zone)
    return there.utcoffset() or timedelta(), there.tzname() or ""


def _change(zone: ZoneInfo, low: datetime, high: datetime) -> Change:
    """The change between two instants, found to the second."""
    before = _told(low, zone)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        low, high = (middle, high) if _told(middle, zone) == before else (low, middle)
    offset, name = _told(high, zone)
    return Change((high + before[0]).replace(tzinfo=None), before[0], offset, name)


def _yearly(changes: list[Change], years: int) -> list[tuple[Change, str]]:
    """Each rule's first change and its BYDAY, if the zone keeps to two yearly rules in all these years; else nothing."""
    groups: dict[tuple[object, ...], list[Change]] = {}
    for change in changes:
        groups.setdefault(change.alike, []).append(change)
    if len(groups) != 2 or any(len(group) != years for group in groups.values()):  # noqa: PLR2004 - forward and back
        return []
    found = [(group[0], frozenset.intersection(*(change.byday for change in group))) for group in groups.values()]
    return [(change, min(byday)) for change, byday in found] if all(byday for _, byday in found) else []


def _rules(yearly: list[tuple[Change, str]]) -> Iterable[bytes]:
    for change, byday in yearly:
        rule = f"FREQ=YEARLY;BYMONTH={change.onset.month};BYDAY={byday}"
        yield from _observance(change, onset=_long_ago(change, byday), rule=rule)


def _long_ago(change: Change, byday: str) -> datetime:
    """The same onset in 1970, so that the rule holds for every date before these years too."""
    days = [change.onset.replace(year=LONG_AGO, day=day) for day in range(1, 29)]
    weekdays = [day for day in days if day.weekday() == change.onset.weekday()]
    if not byday.startswith("-"):
        return weekdays[int(byday[0]) - 1]
    later = weekdays[-1] + WEEK
    return later if later.month == change.onset.month else weekdays[-1]


def _onsets(zone: ZoneInfo, changes: list[Change], first_year: int) -> Iterable[bytes]:
    offset, name = _told(datetime(first_year, 1, 1, tzinfo=UTC), zone)
    yield from _observance(Change(datetime(LONG_AGO, 1, 1), offset, offset, name))  # noqa: DTZ001 - a local time
    for change in changes:
        yield from _observance(change)


def _observance(change: Change, *, onset: datetime | None = None, rule: str = "") -> Iterable[bytes]:
    # Where the clocks go forward counts as daylight time: Outlook knows no negative one, as Dublin has it by law.
    kind = b"DAYLIGHT" if change.after > change.before else b"STANDARD"
    yield b"BEGIN:" + kind + b"\r\n"
    yield line("DTSTART", (onset or change.onset).strftime("%Y%m%dT%H%M%S"))
    yield line("TZOFFSETFROM", _offset(change.before))
    yield line("TZOFFSETTO", _offset(change.after))
    if rule:
        yield line("RRULE", rule)
    yield line("TZNAME", change.name)
    yield b"END:" + kind + b"\r\n"


def _offset(offset: timedelta) -> str:
    seconds = int(offset.total_seconds())
    sign, seconds = ("-" if seconds < 0 else "+"), abs(seconds)
    text = f"{sign}{seconds // 3600:02}{seconds // 60 % 60:02}"
    return f"{text}{seconds % 60:02}" if seconds % 60 else text


# --- Reading ------------------------------------------------------------------------------------------


def zone_named(tzid: str) -> ZoneInfo | None:
    """The zone that a TZID means: an IANA name, a Windows name, or one with a maker's path before it; else None."""
    name = tzid.strip().strip('"')
    tail = "/".join(name.split("/")[-2:]) if name.startswith("/") else name
    for candidate in (name, tail, WINDOWS_TO_OLSON.get(name, "")):
        known = ALIASES.get(candidate.lower()) or _known().get(candidate.lower())
        if known:
            return ZoneInfo(known)
    return None


@cache
def _known() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}
