"""HTTP for closed days and public holidays."""

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from portal.booking.closures import actions, almanac, queries
from portal.booking.closures.forms import ClosureForm, day_of
from portal.house import queries as houses
from portal.house.models import Location
from portal.kernel import clock
from portal.kernel.errors import Invalid, NotFound
from portal.members.sessions import current_member
from portal.web.access import Access, access
from portal.web.formats import capital, count, day_full
from portal.web.language import _, _n
from portal.web.pages import go, page, tell
from portal.web.say import say

blueprint = Blueprint("closures", __name__)


@blueprint.get("/manage/closures")
@access(Access.MANAGER)
def index() -> ResponseReturnValue:
    """The closed days to come, and a form for another."""
    return _listed(_place(), ClosureForm(formdata=None))


@blueprint.post("/manage/closures")
@access(Access.MANAGER)
def close() -> ResponseReturnValue:
    """Keep the house closed."""
    place, form = _place(), ClosureForm()
    if not form.validate():
        return _listed(place, form, {name: [sentence] for name, sentence in form.mistakes})
    try:
        many = actions.close(place, form.days, form.reason.data or "", by=current_member(), at=clock.now())
    except Invalid as no:
        return _listed(place, form, {no.field: [say(no)]})
    _tell(many)
    return go(url_for("closures.index", location=place.slug))


@blueprint.post("/manage/closures/<slug>/<day>/removal")
@access(Access.MANAGER)
def reopen(slug: str, day: str) -> ResponseReturnValue:
    """Open on that day after all."""
    place, on = houses.location(slug), day_of(day)
    if on is None:
        raise NotFound
    actions.reopen(place, on, by=current_member(), at=clock.now())
    tell(_("Open again on %(day)s.", day=day_full(on)))
    return go(url_for("closures.index", location=slug))


@blueprint.get("/manage/closures/holidays")
@access(Access.MANAGER)
def holidays() -> ResponseReturnValue:
    """The public holidays of a country, none of them switched on by itself."""
    return _proposed(_place())


@blueprint.post("/manage/closures/holidays")
@access(Access.MANAGER)
def switch_on() -> ResponseReturnValue:
    """Keep the house closed on those that were ticked."""
    place = _place()
    days = {day for text in request.form.getlist("day") if (day := day_of(text))}
    try:
        many = actions.switch_on(place, _almanac(place), days, by=current_member(), at=clock.now())
    except Invalid as no:
        return _proposed(place, {no.field: [say(no)]})
    _tell(many)
    return go(url_for("closures.index", location=place.slug))


def _place() -> Location:
    return houses.location(request.values.get("location", ""))


def _almanac(place: Location) -> queries.Almanac:
    return queries.chosen(place, request.values.get("country", ""), request.values.get("part", ""))


def _tell(many: int) -> None:
    words = capital(count(many))
    tell(_n("One more day is closed.", "%(words)s more days are closed.", many, words=words) if many else _("Closed already."))


def _listed(place: Location, form: ClosureForm, wrong: dict[str, list[str]] | None = None) -> Response:
    return page(
        "manage/closures/index.html",
        status=422 if wrong else 200,
        location=place,
        places=houses.locations(),
        closed=queries.closed_days(place, clock.now()),
        form=form,
        wrong=wrong or {},
    )


def _proposed(place: Location, wrong: dict[str, list[str]] | None = None) -> Response:
    of = _almanac(place)
    return page(
        "manage/closures/holidays.html",
        status=422 if wrong else 200,
        location=place,
        of=of,
        countries=almanac.countries(),
        parts=almanac.parts_of(of.country) if of.country else [],
        proposals=queries.proposals(place, of, clock.now()),
        wrong=wrong or {},
    )
