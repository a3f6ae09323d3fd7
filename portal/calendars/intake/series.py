"""The dates of an entry that repeats, within what the portal takes; pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dateutil.rrule import rrule, rrulestr

from portal.calendars.intake.when import Misfit, Span, When, Zones, as_utc, moment, moments
from portal.ical.reading import Entry
from portal.kernel.words import N_

MOST_DATES = 104
AT_MOST = timedelta(days=731)
"""A series in the portal has at most 104 dates and goes on for at most two years."""

MOST_SKIPPED = 20_000
LONGEST_RULE = 500
MOST_APART = 1000
FOR_EVER = "2199"
TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
KNOWN = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"}
)
# dateutil looks for the next date until the year 9999. The calendar repeats every 400 years to the weekday, so a rule
# is followed close to that end: one that never comes true (30 February) is over in a moment.
CYCLE = 400
CLOSE_TO_THE_END = 9899


@dataclass(frozen=True)
class Dates:
    """The starts of an entry on its own clock, in order; `cut_after` is the last one if there would have been more."""

    walls: tuple[datetime, ...]
    cut_after: datetime | None = None
    over: int = 0
    """How many dates are over since long, and so left out."""


def dates(entry: Entry, span: Span, zones: Zones, *, since: datetime) -> Dates:
    """All dates of an entry: one, or those of its rule and its extra dates, without the excepted ones. Raises Misfit.

    A series that is older than `since` (an instant) begins there: what is over need not be booked.
    """
    rules, extra = entry.all("RRULE"), moments(entry.all("RDATE"), zones)
    if len(rules) > 1 or entry.first("EXRULE"):
        raise Misfit(N_("It repeats by more than one rule."))
    if not rules and not extra:
        return Dates((span.starts.wall,))
    found = _bounded(_following(rules[0].value, span.starts, zones) if rules else iter(()), span, zones, since=since)
    gone = {as_utc(each, zones) for each in moments(entry.all("EXDATE"), zones)}
    days_gone = {each.wall.date() for each in moments(entry.all("EXDATE"), zones) if each.is_day}
    walls = sorted({*found.walls, *(_same_clock(each, span.starts, zones) for each in extra)})[:MOST_DATES]
    left = [wall for wall in walls if as_utc(span.starts.moved(wall), zones) not in gone and wall.date() not in days_gone]
    return replace(found, walls=tuple(left))


def _following(text: str, starts: When, zones: Zones) -> Iterator[datetime]:
    """What the rule gives, its start included, in order."""
    parts = _parts(text)
    until = parts.pop("UNTIL", "")
    years = (CLOSE_TO_THE_END - starts.wall.year) // CYCLE * CYCLE
    rule = _rule(parts, _years_on(starts.wall, years))
    last = _last(until, starts, zones) if until else datetime.max  # noqa: DTZ901 - compared with wall-clock times
    yield starts.wall
    for later in rule:
        wall = _years_on(later, -years)
        if wall > last:
            return
        if wall != starts.wall:
            yield wall


def _parts(text: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.strip().upper().rstrip(";").split(";")]
    parts = {name: value for name, _, value in pairs}
    if parts.get("FREQ") in TOO_OFTEN:
        raise Misfit(N_("It repeats by the hour, the minute or the second: no room can be booked like that."))
    if len(text) > LONGEST_RULE or not parts.keys() <= KNOWN or not 1 <= _number(parts.get("INTERVAL", "1")) <= MOST_APART:
        raise Misfit(N_("“{rule}” is no rule for repeating that can be read."), rule=text[:80])
    return parts


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _rule(parts: dict[str, str], start: datetime) -> rrule:
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        rule = rrulestr(text, dtstart=start)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as wrong:
        raise Misfit(N_("“{rule}” is no rule for repeating that can be read."), rule=text[:80]) from wrong
    assert isinstance(rule, rrule)  # noqa: S101 - a single rule gives no set
    return rule


def _years_on(wall: datetime, years: int) -> datetime:
    return wall.replace(year=wall.year + years)


def _last(until: str, starts: When, zones: Zones) -> datetime:
    """The rule's UNTIL on the entry's own clock."""
    if until[:4].isdecimal() and until[:4] > FOR_EVER:
        return datetime.max  # noqa: DTZ901 - compared with wall-clock times
    end = moment(until, "", zones)
    if end.is_day:
        return end.wall + timedelta(days=1) - timedelta.resolution
    if not until.endswith("Z") or starts.zone is None:
        return end.wall
    return end.instant(zones.house).astimezone(starts.zone).replace(tzinfo=None)


def _same_clock(each: When, starts: When, zones: Zones) -> datetime:
    if starts.zone is None or each.zone is None or each.zone == starts.zone:
        return each.wall
    return as_utc(each, zones).astimezone(starts.zone).replace(tzinfo=None)


def _bounded(found: Iterator[datetime], span: Span, zones: Zones, *, since: datetime) -> Dates:
    """As many as the portal takes of what is not over."""
    zone = span.starts.zone or zones.house
    begin = max(span.starts.wall, since.astimezone(zone).replace(tzinfo=None))
    walls: list[datetime] = []
    over = 0
    for wall in found:
        if wall + span.lasts <= begin:
            over = _one_more(over)
        elif len(walls) == MOST_DATES or wall > begin + AT_MOST:
            return Dates(tuple(walls), walls[-1] if walls else begin, over)
        else:
            walls.append(wall)
    return Dates(tuple(walls), over=over)


def _one_more(over: int) -> int:
    if over == MOST_SKIPPED:
        raise Misfit(N_("It has repeated for so long that its present dates are out of reach."))
    return over + 1
