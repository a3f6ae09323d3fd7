"""The page about the house: its week in words, its clock, the days on which it stays closed."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from portal.house.models import Location
from portal.house.queries import hours_of
from portal.house.rules import Hours
from portal.kernel.zones import local, local_date
from portal.web.formats import hm
from portal.web.language import _

SHOWN_AHEAD = timedelta(days=366)


class Day(NamedTuple):
    """A day of the week and when the house is open on it."""

    name: str
    hours: str
    is_today: bool


def write(place: Location, now: datetime) -> dict[str, Any]:
    """Everything that the page shows."""
    hours, today = hours_of(place), local_date(now, place.zone)
    closed = [each for each in place.closures if today <= each.closed_on <= today + SHOWN_AHEAD]
    return {
        "week": _week(hours, today.weekday()),
        "lede": _lede(hours, now),
        "closed": closed,
        "clock": hm(local(now, place.zone)),
    }


def _week(hours: Hours, today: int) -> list[Day]:
    names = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
    return [Day(name, _words(hours, number), number == today) for number, name in enumerate(names)]


def _words(hours: Hours, weekday: int) -> str:
    spans = [_("%(begin)s to %(end)s", begin=hm(opens), end=hm(closes)) for opens, closes in hours.weekly.get(weekday, ())]
    return ", ".join(spans) or _("closed")


def _lede(hours: Hours, now: datetime) -> str:
    """Whether it is open now, and what comes next."""
    today = local_date(now, hours.zone)
    if hours.why_closed(today):
        return _("Closed today: %(reason)s.", reason=hours.why_closed(today).rstrip("."))
    for slot in hours.slots(today):
        if now < slot.starts_at:
            return _("Closed now. We open at %(time)s today.", time=hm(slot.starts_at, hours.zone))
        if now < slot.ends_at:
            return _("Open now, until %(time)s.", time=hm(slot.ends_at, hours.zone))
    return _("Closed for today.")
