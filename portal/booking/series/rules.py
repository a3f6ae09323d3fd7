"""What repeats and when: the RRULE part that a form sends, its dates, and the slot on each; pure."""

import re
from calendar import monthrange
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum
from itertools import count, islice
from typing import Self
from zoneinfo import ZoneInfo

from portal.kernel.errors import Invalid
from portal.kernel.slots import Slot
from portal.kernel.words import N_
from portal.kernel.zones import instant

MOST_DATES, MOST_YEARS = 104, 2
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
LONGEST_INTERVAL = 99
_BYDAY = re.compile(rf"(-1|[1-5])?({'|'.join(WEEKDAYS)})\Z")
_KNOWN = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "COUNT", "UNTIL", "WKST"}

UNREADABLE = N_("We do not know that way of repeating. Choose one from the list.")
ENDLESS = N_("When does it end? Say how many times, or until which day.")
TOO_MANY = N_("That makes more than {most} dates. A series has {most} at most; you can begin another one after it.")
TOO_LONG = N_("A series ends within {years} years of its first date. Choose a day until {last}.")
TOO_EARLY = N_("It ends before it begins. Choose a day from {first} on.")
NO_DATE = N_("There is no such date until then. Choose a later end.")


class Scope(StrEnum):
    """Which dates of a series a change is for."""

    ONE = "one"
    FOLLOWING = "following"
    ALL = "all"


class Freq(StrEnum):
    """How often."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """How something repeats: daily, weekly on some weekdays, monthly by date or by weekday; and its end."""

    freq: Freq
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    """Monday is 0. Monthly: one, the `nth` of the month."""
    nth: int = 0
    """The first to the fifth of that weekday in a month, or the last (-1)."""
    monthday: int = 0
    """Months that have no such day are left out."""
    count: int = 0
    until: date | None = None

    @property
    def text(self) -> str:
        """As an RRULE has it, without the end."""
        byday = ",".join(f"{self.nth or ''}{WEEKDAYS[day]}" for day in self.weekdays)
        parts = {"FREQ": str(self.freq), "INTERVAL": str(self.interval) if self.interval > 1 else "", "BYDAY": byday}
        parts["BYMONTHDAY"] = str(self.monthday or "")
        return ";".join(f"{name}={value}" for name, value in parts.items() if value)

    def until_on(self, last: date) -> Self:
        """The same, ending with this date."""
        return replace(self, count=0, until=last)

    def from_day(self, first: date) -> Self:
        """The same, saying about weekday and date what the first date says where the rule is silent."""
        if self.freq == Freq.WEEKLY and not self.weekdays:
            return replace(self, weekdays=(first.weekday(),))
        if self.freq == Freq.MONTHLY and not self.weekdays and not self.monthday:
            return replace(self, monthday=first.day)
        return self

    def shifted(self, days: int) -> Self:
        """The same some days later: every Thursday becomes every Friday. A monthly rule keeps to its day."""
        return replace(self, weekdays=tuple(sorted((day + days) % 7 for day in self.weekdays)))


def read(text: str, first: date, *, until: date | None = None, times: int = 0) -> Pattern:
    """The rule that a form means, from this day on; `until` and `times` are the form's own ends.

    Raises Invalid, naming the field, for what makes no sense, has no end or too many dates.
    """
    said = parsed(text)
    pattern = replace(said, until=until or said.until, count=times or said.count).from_day(first)
    if not pattern.count and not pattern.until:
        raise Invalid(ENDLESS, field="until")
    _check_end(pattern, first)
    found = list(islice(_from(pattern, first), MOST_DATES + 1))
    if len(found) > MOST_DATES:
        raise Invalid(TOO_MANY, field="until", most=MOST_DATES)
    if not found:
        raise Invalid(NO_DATE, field="until")
    if pattern.count > len(found) and not pattern.until:
        raise Invalid(TOO_LONG, field="until", years=MOST_YEARS, last=horizon(first))
    return pattern.until_on(found[-1])


def _check_end(pattern: Pattern, first: date) -> None:
    if pattern.count > MOST_DATES:
        raise Invalid(TOO_MANY, field="until", most=MOST_DATES)
    if pattern.until and pattern.until < first:
        raise Invalid(TOO_EARLY, field="until", first=first)
    if pattern.until and pattern.until > horizon(first):
        raise Invalid(TOO_LONG, field="until", years=MOST_YEARS, last=horizon(first))


def horizon(first: date) -> date:
    """The last day of a series that begins on this one."""
    year = first.year + MOST_YEARS
    return first.replace(year=year, day=min(first.day, monthrange(year, first.month)[1]))


def dates(pattern: Pattern, first: date) -> list[date]:
    """The dates of the rule from this day on, in order; never more than a series may have."""
    return list(islice(_from(pattern, first), MOST_DATES))


def _from(pattern: Pattern, first: date) -> Iterator[date]:
    last = min(pattern.until or date.max, horizon(first))
    found = _candidates(pattern, first)
    for number in count(1):
        day = next(found)
        if day > last or (pattern.count and number > pattern.count):
            return
        yield day


def _candidates(pattern: Pattern, first: date) -> Iterator[date]:
    """Every date that fits, without end."""
    if pattern.freq == Freq.DAILY:
        yield from (first + timedelta(days=pattern.interval * number) for number in count())
    elif pattern.freq == Freq.WEEKLY:
        monday = first - timedelta(days=first.weekday())
        weeks = (monday + timedelta(weeks=pattern.interval * number) for number in count())
        days = (week + timedelta(days=weekday) for week in weeks for weekday in pattern.weekdays)
        yield from (day for day in days if day >= first)
    else:
        months = (first.year * 12 + first.month - 1 + pattern.interval * number for number in count())
        days_of = (_in_month(pattern, *divmod(month, 12)) for month in months)
        yield from (day for day in days_of if day and day >= first)


def _in_month(pattern: Pattern, year: int, month_before: int) -> date | None:
    """The date that the rule means in this month, if there is one."""
    month = month_before + 1
    length = monthrange(year, month)[1]
    if pattern.monthday:
        return date(year, month, pattern.monthday) if pattern.monthday <= length else None
    ahead = (pattern.weekdays[0] - date(year, month, 1).weekday()) % 7
    days = range(1 + ahead, length + 1, 7)
    if pattern.nth == LAST:
        return date(year, month, days[-1])
    return date(year, month, days[pattern.nth - 1]) if pattern.nth <= len(days) else None


def slot_on(day: date, starts: time, lasts: timedelta, zone: ZoneInfo) -> Slot:
    """The slot on one date: the same wall-clock start, the same real length. Raises SkippedTime if the clocks jump over it."""
    begin = instant(day, starts, zone)
    return Slot(begin, begin + lasts)


# --- Reading --------------------------------------------------------------------------------------------------


def parsed(text: str) -> Pattern:
    """The RRULE part as a pattern; raises Invalid for what we do not know."""
    said = _words(text)
    try:
        pattern = Pattern(
            freq=Freq(said["FREQ"]),
            interval=_number(said.get("INTERVAL", "1"), LONGEST_INTERVAL),
            count=_number(said["COUNT"], 9999) if "COUNT" in said else 0,
            until=_day(said["UNTIL"]) if "UNTIL" in said else None,
            monthday=_number(said["BYMONTHDAY"], 31) if "BYMONTHDAY" in said else 0,
        )
        pattern = _on_weekdays(pattern, said.get("BYDAY", ""))
    except (KeyError, ValueError) as unknown:
        raise Invalid(UNREADABLE, field="repeats") from unknown
    return pattern


def _words(text: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.strip().upper().removeprefix("RRULE:").rstrip(";").split(";")]
    said = {name: value for name, _, value in pairs}
    if len(said) != len(pairs) or said.keys() - _KNOWN:
        raise Invalid(UNREADABLE, field="repeats")
    return said


def _on_weekdays(pattern: Pattern, byday: str) -> Pattern:
    """With its weekdays; a number before one only, and only monthly."""
    found = [_BYDAY.match(each) for each in byday.split(",")] if byday else []
    if None in found or (pattern.monthday and (found or pattern.freq != Freq.MONTHLY)):
        raise ValueError(byday)
    days = [(int(each[1] or 0), WEEKDAYS.index(each[2])) for each in found if each]
    if pattern.freq == Freq.MONTHLY and days:
        (nth, weekday), *more = days
        if not nth or more:
            raise ValueError(byday)
        return replace(pattern, weekdays=(weekday,), nth=nth)
    if any(nth for nth, _ in days) or (pattern.freq == Freq.DAILY and days):
        raise ValueError(byday)
    return replace(pattern, weekdays=tuple(sorted({weekday for _, weekday in days})))


def _number(text: str, most: int) -> int:
    if not text.isdecimal() or not 1 <= int(text[:6]) <= most:
        raise ValueError(text)
    return int(text)


def _day(text: str) -> date:
    """A date, also where an instant stands: 20260611 or 20260611T090000Z or 2026-06-11."""
    with suppress(ValueError):
        return date.fromisoformat(text)
    return date.fromisoformat(text.partition("T")[0])
