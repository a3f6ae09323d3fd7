"""What the pages of setting locations up show."""

from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import available_timezones

from flask import url_for

from portal.booking.houses import queries
from portal.booking.houses.forms import PlaceForm, days, labels
from portal.booking.houses.rules import written
from portal.booking.rooms.rules import InTheWay
from portal.house.manage.rules import Overtaken
from portal.house.models import Location
from portal.house.queries import locations
from portal.kernel.errors import Invalid, PortalError
from portal.web.language import _, _n
from portal.web.say import say


class Line(NamedTuple):
    """A location in the list."""

    name: str
    url: str
    about: str


def lines() -> list[Line]:
    """Every location, as the list shows it."""
    rooms = queries.rooms_in()
    return [
        Line(
            place.full_name,
            url_for("houses.edit", slug=place.slug),
            ", ".join((place.address, place.zone_name, _n("%(n)s room", "%(n)s rooms", n := rooms.get(place.id, 0), n=n))),
        )
        for place in locations()
    ]


def write(
    form: PlaceForm, location: Location | None = None, *, at: datetime, refusal: PortalError | None = None
) -> dict[str, Any]:
    """Everything that the form's page shows."""
    wrong = {name: [sentence] for name, sentence in form.mistakes}
    field = refusal.field if isinstance(refusal, Invalid) else ""
    if refusal and field:
        wrong["place" if field == "name" else field] = [say(refusal)]
    return {
        "form": form,
        "location": location,
        "days": days(),
        "zones": sorted(available_timezones()),
        "wrong": wrong,
        "refusal": say(refusal) if refusal and not field else "",
        "touched": refusal.bookings if isinstance(refusal, InTheWay) else (),
        "overtaken": _overtaken(refusal, location),
        "outside": queries.outside(location, at) if location else [],
    }


def _overtaken(refusal: PortalError | None, location: Location | None) -> list[tuple[str, str]]:
    """What stands there now that is not what was typed."""
    if not isinstance(refusal, Overtaken) or location is None:
        return []
    now, names = queries.place_of(location), labels()
    week = "; ".join(f"{name} {written(each) or _('closed')}" for (_field, name), each in zip(days(), now.hours, strict=True))
    return [(names[name], week if name == "hours" else getattr(now, name)) for name in refusal.fields]
