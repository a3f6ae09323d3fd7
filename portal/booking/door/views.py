"""HTTP for the tablet beside a room, for pairing it, and for the code that phones read."""

import hashlib
import io
from typing import Any
from urllib.parse import urlencode

import segno
from flask import Blueprint, Response, current_app, request, url_for
from flask.typing import ResponseReturnValue

from portal.booking import queries as rooms
from portal.booking.attendance import actions as attendance
from portal.booking.attendance.rules import OPENS_BEFORE, How
from portal.booking.daybook import DESK
from portal.booking.door import actions, queries, shown
from portal.booking.models import Booking, Room
from portal.kernel import clock
from portal.kernel.errors import Invalid, NotFound
from portal.members.sessions import current_member
from portal.web.access import Access, access
from portal.web.language import _
from portal.web.pages import go, page, tell
from portal.web.say import say

blueprint = Blueprint("door", __name__)

TEN_YEARS = 10 * 365 * 24 * 60 * 60


@blueprint.get("/rooms/<slug>/door")
@access(Access.TOKEN)
def show(slug: str) -> ResponseReturnValue:
    """The display; on a tablet that is not paired, where one types the code."""
    room = rooms.room(slug)
    if not queries.device_with(_token(slug), room):
        return page("doors/pair.html", room=room.facts, says="")
    return _display(shown.write(room, clock.now()))


def _display(scene: dict[str, Any]) -> Response:
    """The page under a name for what is on it, so that asking again costs nothing while nothing changes."""
    answer = page("doors/show.html", blocks=("door",), **scene)
    told = repr([scene[name] for name in ("room", "time", "mood", "says", "next", "can_check_in", "can_end")])
    answer.set_etag(hashlib.sha256(told.encode()).hexdigest()[:32])
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.make_conditional(request)
    return answer


@blueprint.post("/rooms/<slug>/door")
@access(Access.TOKEN)
def pair(slug: str) -> ResponseReturnValue:
    """Type the code: this tablet shows this room from now on."""
    room = rooms.room(slug)
    try:
        token = actions.pair(room, request.form.get("code", "")[:40], at=clock.now())
    except Invalid as no:
        return page("doors/pair.html", status=no.status, room=room.facts, says=say(no))
    answer = current_app.make_response(go(url_for("door.show", slug=slug)))
    over_tls = current_app.config["GROVE"].over_tls
    path = f"/rooms/{slug}/door"
    answer.set_cookie(_cookie(slug), token, max_age=TEN_YEARS, secure=over_tls, httponly=True, samesite="Lax", path=path)
    return answer


@blueprint.post("/rooms/<slug>/door/check-in")
@access(Access.TOKEN)
def check_in(slug: str) -> ResponseReturnValue:
    """Whoever stands here has come."""
    attendance.check_in(_running(slug), by=None, at=clock.now(), how=How.DOOR)
    return go(url_for("door.show", slug=slug))


@blueprint.post("/rooms/<slug>/door/end")
@access(Access.TOKEN)
def end(slug: str) -> ResponseReturnValue:
    """Whoever stands here is done; the member is told by letter."""
    attendance.end(_running(slug), by=None, at=clock.now())
    return go(url_for("door.show", slug=slug))


def _running(slug: str) -> Booking:
    room = rooms.room(slug)
    booking = queries.booking_at(room, clock.now(), early=OPENS_BEFORE) if queries.device_with(_token(slug), room) else None
    if booking is None:
        raise NotFound
    return booking


def _cookie(slug: str) -> str:
    return f"grove-door-{slug}"


def _token(slug: str) -> str:
    return request.cookies.get(_cookie(slug), "")


# --- Phones: the code on the display, and where it leads -------------------------------------------------------


@blueprint.get("/rooms/<slug>/report")
@access(Access.MEMBER)
def report(slug: str) -> ResponseReturnValue:
    """One field, and the room is known."""
    return go(f"{DESK}?{urlencode({'room': rooms.room(slug).slug})}")


@blueprint.get("/rooms/<slug>/report.svg")
@access(Access.PUBLIC)
def code(slug: str) -> ResponseReturnValue:
    """The code that leads a phone there; says nothing but an address."""
    out = io.BytesIO()
    address = f"{current_app.config['GROVE'].base_url}/rooms/{rooms.room(slug).slug}/report"
    segno.make(address, error="m").save(out, kind="svg", border=2, svgclass=None, lineclass=None, omitsize=True)
    return Response(out.getvalue(), mimetype="image/svg+xml", headers={"Cache-Control": "public, max-age=3600"})


# --- The desk puts tablets up ----------------------------------------------------------------------------------


@blueprint.get("/desk/doors/<slug>")
@access(Access.STAFF)
def devices(slug: str) -> ResponseReturnValue:
    """The tablets of a room."""
    return _devices(rooms.room(slug))


@blueprint.post("/desk/doors/<slug>")
@access(Access.STAFF)
def make_code(slug: str) -> ResponseReturnValue:
    """A code for one more; shown once."""
    room = rooms.room(slug)
    return _devices(room, actions.make_code(room, by=current_member(), at=clock.now()))


@blueprint.post("/desk/doors/<slug>/<public_id>/revocation")
@access(Access.STAFF)
def revoke(slug: str, public_id: str) -> ResponseReturnValue:
    """Take one down."""
    actions.revoke(queries.device(rooms.room(slug), public_id), by=current_member(), at=clock.now())
    tell(_("That tablet shows nothing any more."))
    return go(url_for("door.devices", slug=slug))


def _devices(room: Room, code: str = "") -> Response:
    told: dict[str, Any] = {"room": room.facts, "zone": room.location.zone, "found": queries.devices_of(room)}
    return page("doors/devices.html", code=code, address=url_for("door.show", slug=room.slug, _external=True), **told)
