"""HTTP for setting locations up."""

import secrets

from flask import Blueprint, Response, url_for
from flask.typing import ResponseReturnValue

from portal.booking.houses import actions, pages, queries
from portal.booking.houses.forms import PlaceForm
from portal.house.models import Location
from portal.house.queries import location as find
from portal.kernel import clock
from portal.kernel.errors import PortalError
from portal.members.sessions import current_member
from portal.web.access import Access, access
from portal.web.language import _
from portal.web.pages import go, page, tell

blueprint = Blueprint("houses", __name__)


@blueprint.get("/manage/locations")
@access(Access.MANAGER)
def index() -> ResponseReturnValue:
    """Every location."""
    return page("manage/houses/index.html", lines=pages.lines())


@blueprint.get("/manage/locations/new")
@access(Access.MANAGER)
def new() -> ResponseReturnValue:
    """An empty form."""
    form = PlaceForm(formdata=None, once=secrets.token_urlsafe(16), name=find().name)
    return page("manage/houses/new.html", **pages.write(form, at=clock.now()))


@blueprint.post("/manage/locations")
@access(Access.MANAGER)
def create() -> ResponseReturnValue:
    """Open it."""
    form, at = PlaceForm(), clock.now()
    if not form.validate():
        return page("manage/houses/new.html", status=422, **pages.write(form, at=at))
    try:
        location = actions.open_house(form.told(), by=current_member(), at=at, once=(form.once.data or "")[:80])
    except PortalError as no:
        return page("manage/houses/new.html", status=no.status, **pages.write(form, at=at, refusal=no))
    tell(_("%(house)s is open. It has no rooms yet.", house=location.full_name))
    return go(url_for("rooms.new", location=location.slug))


@blueprint.get("/manage/locations/<slug>")
@access(Access.MANAGER)
def edit(slug: str) -> ResponseReturnValue:
    """A location as it is set up."""
    location = find(slug)
    return _edited(location, PlaceForm.of(queries.place_of(location), location))


@blueprint.post("/manage/locations/<slug>")
@access(Access.MANAGER)
def change(slug: str) -> ResponseReturnValue:
    """Save it, or say what is in the way."""
    location, form = find(slug), PlaceForm()
    if not form.validate():
        return _edited(location, form, status=422)
    try:
        actions.change(location, form.told(), by=current_member(), at=clock.now(), seen=form.edition)
    except PortalError as no:
        return _edited(location, form, refusal=no)
    tell(_("Saved. It holds from now on."))
    return go(url_for("houses.edit", slug=slug))


def _edited(location: Location, form: PlaceForm, *, status: int = 200, refusal: PortalError | None = None) -> Response:
    shown = pages.write(form, location, at=clock.now(), refusal=refusal)
    if refusal and shown["overtaken"]:
        form.seen.data = str(location.edition)
    return page("manage/houses/edit.html", status=refusal.status if refusal else status, **shown)
