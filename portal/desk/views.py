"""HTTP for the start pages: a member's home, and the desk."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.booking.forms import day_of
from portal.desk import day, home
from portal.house import queries as house_queries
from portal.kernel import clock
from portal.kernel.zones import local_date
from portal.members.sessions import current_member
from portal.web.access import Access, access
from portal.web.pages import page

blueprint = Blueprint("desk", __name__)


@blueprint.get("/", endpoint="home")
@access(Access.MEMBER)
def start() -> ResponseReturnValue:
    """Where one comes in: members at home, the desk at the desk."""
    if current_member().is_staff:
        return redirect(url_for("desk.show"), code=303)
    return page("home/show.html", **home.write(current_member(), clock.now()))


@blueprint.get("/desk")
@access(Access.STAFF)
def show() -> ResponseReturnValue:
    """The day at the desk."""
    return page("desk/show.html", **day.write(current_member(), clock.now()))


@blueprint.get("/desk/bookings")
@access(Access.STAFF)
def bookings() -> ResponseReturnValue:
    """Every booking of a day."""
    now = clock.now()
    on = day_of(request.args.get("day"), today=local_date(now, house_queries.location().zone))
    template = "desk/sheet.html" if request.args.get("print") else "desk/bookings.html"
    return page(template, **day.list_of(on, now))
