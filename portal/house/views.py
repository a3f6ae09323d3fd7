"""What every page says about the house: its name, its clock, whether somebody is in."""

from datetime import datetime

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from portal.house import hours_page, queries
from portal.house.rules import Hours
from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.kernel.zones import local, local_date
from portal.web.access import Access, access
from portal.web.formats import hm
from portal.web.language import _
from portal.web.pages import page

blueprint = Blueprint("house", __name__)

NOWHERE: dict[str, object] = {"house": None, "presence": None, "clock_line": ""}


@blueprint.app_context_processor
def letterhead() -> dict[str, object]:
    """The house for every page; a portal without a location yet is just "Grove"."""
    if g.get("database_away"):
        return NOWHERE
    try:
        place = queries.location()
    except NotFound:
        return NOWHERE
    now = clock.now()
    line = _("%(place)s time, %(time)s", place=place.place.removeprefix("at "), time=hm(local(now, place.zone)))
    return {"house": place, "clock_line": line, "presence": _presence(queries.hours_of(place), now)}


@blueprint.get("/house")
@access(Access.MEMBER)
def show() -> ResponseReturnValue:
    """Where the house is, when it is open, and when not."""
    place = queries.location(request.args.get("location", ""))
    return page("house/show.html", location=place, places=queries.locations(), **hours_page.write(place, clock.now()))


def _presence(hours: Hours, now: datetime) -> dict[str, object]:
    """Open until when, or closed until when: the word in the letterhead."""
    day = local_date(now, hours.zone)
    for slot in hours.slots(day):
        if slot.starts_at <= now < slot.ends_at:
            return {
                "text": _("The desk is open"),
                "detail": _("until %(time)s", time=hm(slot.ends_at, hours.zone)),
                "away": False,
                "url": url_for("house.show"),
            }
    return {"text": _("The desk is closed"), "detail": "", "away": True, "url": url_for("house.show")}
