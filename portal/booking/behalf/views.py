"""HTTP for the desk: whom a few letters mean, and what was used without a booking."""

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from portal.booking import queries
from portal.booking.behalf import actions
from portal.booking.behalf.queries import owner, suggestions
from portal.booking.forms import BookingForm
from portal.booking.rules import Taken
from portal.house import queries as house
from portal.kernel import clock
from portal.kernel.errors import Invalid
from portal.kernel.zones import local_date
from portal.members.sessions import current_member
from portal.web.access import Access, access
from portal.web.language import _
from portal.web.pages import go, page, tell

blueprint = Blueprint("behalf", __name__)


@blueprint.get("/desk/members")
@access(Access.STAFF)
def members() -> ResponseReturnValue:
    """Whom the letters typed so far may mean."""
    return page("desk/use/members.html", found=suggestions(request.args.get("for", "")))


@blueprint.get("/desk/use")
@access(Access.STAFF)
def new() -> ResponseReturnValue:
    """The form for what was used without a booking."""
    return _form(BookingForm(request.args))


@blueprint.post("/desk/use")
@access(Access.STAFF)
def create() -> ResponseReturnValue:
    """Write it down."""
    form, me = BookingForm(), current_member()
    if not form.validate():
        return _form(form, status=422)
    try:
        ask, whom = form.ask(queries.room(form.slug).location.zone), owner(form.said, by=me)
        booking = actions.log_use(ask, by=me, at=clock.now(), for_=whom, once=form.token)
    except (Invalid, Taken) as no:
        form.mark(no)
        return _form(form, status=no.status)
    tell(_("Written down: %(room)s, used by %(name)s.", room=booking.room.name, name=whom.name))
    return go(url_for("booking.show", public_id=booking.public_id))


def _form(form: BookingForm, *, status: int = 200) -> Response:
    place = house.location(request.values.get("location", ""))
    today = local_date(clock.now(), place.zone).isoformat()
    rooms = [(room.slug, room.name) for room in queries.rooms_of(place)]
    return page("desk/use/new.html", status=status, form=form, rooms=rooms, today=today, once=form.token)
