"""HTTP for check-in: in the portal, and by the link in the reminder; ending early; staying longer."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from portal.booking import queries as bookings
from portal.booking import views
from portal.booking.attendance import actions, queries
from portal.booking.attendance.rules import How
from portal.booking.entry import stay_of
from portal.booking.models import Booking
from portal.kernel import clock
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.words import N_
from portal.kernel.zones import local
from portal.members.sessions import current_member
from portal.web.access import Access, access
from portal.web.language import _
from portal.web.pages import go, page, tell
from portal.web.say import say

blueprint = Blueprint("attendance", __name__)

UNTIL_WHEN = N_("Until when? Write it like 13:15, later than it ends now.")


@blueprint.post("/bookings/<public_id>/check-in")
@access(Access.MEMBER)
def check_in(public_id: str) -> ResponseReturnValue:
    """They have come."""
    me = current_member()
    booking = bookings.booking_for(me, public_id)
    actions.check_in(booking, by=me, at=clock.now())
    tell(_("Checked in. %(room)s is yours until %(time)s.", room=booking.room.name, time=_until(booking)))
    return _on(public_id)


@blueprint.post("/bookings/<public_id>/end")
@access(Access.MEMBER)
def end(public_id: str) -> ResponseReturnValue:
    """They are done."""
    me = current_member()
    booking = bookings.booking_for(me, public_id)
    actions.end(booking, by=me, at=clock.now())
    tell(_("Thank you. %(room)s is free for others now.", room=booking.room.name))
    return _on(public_id)


@blueprint.post("/bookings/<public_id>/extension")
@access(Access.MEMBER)
def extend(public_id: str) -> ResponseReturnValue:
    """Stay longer: a move of which only the end is another, with the same rules and ways round."""
    booking = bookings.booking_for(current_member(), public_id)
    if not request.form.get("ends"):
        raise Invalid(UNTIL_WHEN, field="ends")
    return views.move(booking.public_id)


def _on(public_id: str) -> ResponseReturnValue:
    """Back to the page with the button, if it was the start page; else to the booking."""
    home = request.form.get("from") == "home"
    return go(url_for("desk.home") if home else url_for("booking.show", public_id=public_id))


def _until(booking: Booking) -> str:
    return f"{local(booking.ends_at, booking.room.location.zone):%H:%M}"


# --- By the link in the reminder: signed in or not, for this one booking, until it is over ------------------


@blueprint.get("/check-in/<token>")
@access(Access.TOKEN)
def by_letter(token: str) -> ResponseReturnValue:
    """What would be checked in, and the button; reading the letter checks nobody in."""
    return _letter(token)


@blueprint.post("/check-in/<token>")
@access(Access.TOKEN)
def check_in_by_letter(token: str) -> ResponseReturnValue:
    """They have come."""
    booking = queries.booking_by_token(token)
    try:
        actions.check_in(booking, by=booking.member, at=clock.now(), how=How.LETTER)
    except Conflict as no:
        return _letter(token, says=say(no), status=no.status)
    return go(url_for("attendance.by_letter", token=token))


def _letter(token: str, *, says: str = "", status: int = 200) -> Response:
    booking, now = queries.booking_by_token(token), clock.now()
    visit = queries.visit_of(booking)
    shown: dict[str, Any] = {
        "stay": stay_of(booking),
        "is_open": visit.is_open(now),
        "is_here": visit.is_checked_in,
        "is_over": now >= booking.ends_at,
    }
    return page("bookings/check_in.html", status=status, token=token, says=says, **shown)
