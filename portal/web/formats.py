"""The one formatter of dates, times and lengths, in the reader's language and the house's zone."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date
from flask import Flask
from flask_babel import get_locale

from portal.web.language import _, _n

HOUR = 60


def _locale() -> str:
    return str(get_locale() or "en_GB")


def hm(moment: datetime | time, zone: ZoneInfo | None = None) -> str:
    """10:30, always 24 hours; an aware datetime in `zone`, or in the zone it carries."""
    shown = moment.astimezone(zone) if isinstance(moment, datetime) and zone else moment
    return f"{shown:%H:%M}"


def _date(value: date | datetime, zone: ZoneInfo | None) -> date:
    if isinstance(value, datetime):
        return (value.astimezone(zone) if zone else value).date()
    return value


def day(value: date | datetime, zone: ZoneInfo | None = None) -> str:
    """Thursday 11 June."""
    return babel_date(_date(value, zone), "EEEE d MMMM", locale=_locale())


def long_day(value: date | datetime, zone: ZoneInfo | None = None) -> str:
    """Thursday, 11 June: a page's heading."""
    return babel_date(_date(value, zone), "EEEE, d MMMM", locale=_locale())


def day_full(value: date | datetime, zone: ZoneInfo | None = None) -> str:
    """Thursday 11 June 2026."""
    return babel_date(_date(value, zone), "EEEE d MMMM y", locale=_locale())


def day_short(value: date | datetime, zone: ZoneInfo | None = None) -> str:
    """Thu 11."""
    return babel_date(_date(value, zone), "EEE d", locale=_locale())


def weekday(value: date | datetime, zone: ZoneInfo | None = None) -> str:
    """Thu."""
    return babel_date(_date(value, zone), "EEE", locale=_locale())


def day_month(value: date | datetime, zone: ZoneInfo | None = None) -> str:
    """11 June."""
    return babel_date(_date(value, zone), "d MMMM", locale=_locale())


def instant(value: datetime, zone: ZoneInfo) -> str:
    """Thursday 11 June, 10:30."""
    return f"{day(value, zone)}, {hm(value, zone)}"


def lasting(value: timedelta) -> str:
    """45 min, 1 h, 1 h 45."""
    hours, minutes = divmod(int(value.total_seconds()) // 60, HOUR)
    if not hours:
        return _("%(n)s min", n=minutes)
    return _("%(h)s h %(m)02d", h=hours, m=minutes) if minutes else _("%(h)s h", h=hours)


def count(number: int) -> str:
    """Numbers to twelve in words, as sentences have them."""
    words = (
        _("no"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"),
        _("seven"), _("eight"), _("nine"), _("ten"), _("eleven"), _("twelve"),
    )  # fmt: skip
    return words[number] if 0 <= number < len(words) else str(number)


def people(number: int) -> str:
    """Six people, in words."""
    return _n("one person", "%(words)s people", number, words=count(number))


def fact(value: object) -> str:
    """A fact inside a sentence: instants, dates and times as people write them, the rest as it is."""
    match value:
        case datetime():
            return f"{day(value)}, {hm(value)}"
        case date():
            return day(value)
        case time():
            return hm(value)
        case timedelta():
            return lasting(value)
        case _:
            return str(value)


def install(app: Flask) -> None:
    """Make the formatter's words Jinja filters."""
    for use in (hm, day, long_day, day_full, day_short, day_month, weekday, instant, lasting, count, people):
        app.jinja_env.filters[use.__name__] = use
    app.jinja_env.filters["capital"] = capital


def capital(text: str) -> str:
    """The same with a capital first letter; the rest is left as it is."""
    return text[:1].upper() + text[1:]
