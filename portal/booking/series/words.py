"""A rule in words: "every Thursday, six times", "on the second Tuesday of every month, until 9 July"."""

from collections.abc import Sequence
from datetime import date

from portal.booking.models import Booking
from portal.booking.series.models import Series
from portal.booking.series.rules import LAST, WEEKDAYS, Freq, Pattern, parsed
from portal.web.formats import capital, count, day, day_month
from portal.web.language import _, _n

WORKING_DAYS = tuple(range(5))
A_MONDAY = date(2026, 6, 8)


def rule(series: Series, times: int) -> str:
    """Every Thursday, six times."""
    return said(series.pattern, times)


def said(pattern: Pattern, times: int) -> str:
    """The rule and how many dates it has."""
    in_words = {1: _("once"), 2: _("twice")}.get(times) or _("%(words)s times", words=count(times))
    return _("%(rule)s, %(times)s", rule=often(pattern), times=in_words)


def often(pattern: Pattern) -> str:
    """Every Thursday."""
    every = {Freq.DAILY: _daily, Freq.WEEKLY: _weekly, Freq.MONTHLY: _monthly}
    return every[pattern.freq](pattern)


def _daily(pattern: Pattern) -> str:
    return _n("every day", "every %(words)s days", pattern.interval, words=count(pattern.interval))


def _weekly(pattern: Pattern) -> str:
    days = _("weekday") if pattern.weekdays == WORKING_DAYS else listed([weekday_name(number) for number in pattern.weekdays])
    if pattern.interval == 1:
        return _("every %(days)s", days=days)
    return _("every %(words)s weeks on %(days)s", words=count(pattern.interval), days=days)


def _monthly(pattern: Pattern) -> str:
    which = ordinal(pattern.monthday) if pattern.monthday else f"{ordinal(pattern.nth)} {weekday_name(pattern.weekdays[0])}"
    if pattern.interval == 1:
        return _("on the %(which)s of every month", which=which)
    return _("on the %(which)s, every %(words)s months", which=which, words=count(pattern.interval))


def ordinal(number: int) -> str:
    """Second; the last; 31st."""
    words = {LAST: _("last"), 1: _("first"), 2: _("second"), 3: _("third"), 4: _("fourth"), 5: _("fifth")}
    if number in words:
        return words[number]
    endings = {1: _("%(n)sst", n=number), 2: _("%(n)snd", n=number), 3: _("%(n)srd", n=number)}
    teens = 10 < number % 100 < 14  # noqa: PLR2004 - eleventh, twelfth, thirteenth
    return _("%(n)sth", n=number) if teens else endings.get(number % 10, _("%(n)sth", n=number))


def weekday_name(number: int) -> str:
    """Thursday."""
    return day(A_MONDAY.replace(day=A_MONDAY.day + number)).split()[0]


def listed(parts: Sequence[str]) -> str:
    """Monday, Tuesday and Thursday."""
    if len(parts) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(parts)
    return _("%(some)s and %(last)s", some=", ".join(parts[:-1]), last=parts[-1])


def left_out(series: Series, dates: Sequence[Booking]) -> list[str]:
    """The dates of the rule that were not booked."""
    booked = {each.series_date for each in dates}
    return [day_month(each) for each in series.dates if each not in booked]


def choices(on: date) -> list[tuple[str, str]]:
    """What a form offers, for a series that begins on this day."""
    nth, weekday = (on.day - 1) // 7 + 1, WEEKDAYS[on.weekday()]
    rules = [
        "FREQ=DAILY",
        f"FREQ=WEEKLY;BYDAY={','.join(WEEKDAYS[:5])}",
        f"FREQ=WEEKLY;BYDAY={weekday}",
        f"FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}",
        f"FREQ=MONTHLY;BYMONTHDAY={on.day}",
        f"FREQ=MONTHLY;BYDAY={nth}{weekday}",
    ]
    return [(text, capital(often(parsed(text)))) for text in rules]
