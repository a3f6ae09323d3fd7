"""HTTP for approval: what waits for a yes, one click each."""

from flask import Blueprint, Response, url_for
from flask.typing import ResponseReturnValue

from portal.booking.approval import actions, queries
from portal.booking.entry import stay_of
from portal.booking.waitlist.forms import ReasonForm
from portal.kernel import clock
from portal.kernel.errors import Invalid
from portal.members.sessions import current_member
from portal.web.access import Access, access
from portal.web.language import _
from portal.web.pages import go, page, tell
from portal.web.say import say

blueprint = Blueprint("approval", __name__)


@blueprint.get("/desk/approvals")
@access(Access.STAFF)
def index() -> ResponseReturnValue:
    """What waits for a yes."""
    return _list()


@blueprint.post("/desk/approvals/<public_id>/yes")
@access(Access.STAFF)
def approve(public_id: str) -> ResponseReturnValue:
    """Say yes."""
    me = current_member()
    booking = queries.booking_for_approval(me, public_id)
    actions.approve(booking, by=me, at=clock.now())
    tell(_("%(name)s has %(room)s for sure now.", name=booking.member.name, room=booking.room.name))
    return go(url_for("approval.index"))


@blueprint.post("/desk/approvals/<public_id>/no")
@access(Access.STAFF)
def decline(public_id: str) -> ResponseReturnValue:
    """Say no, and why."""
    me, form = current_member(), ReasonForm()
    booking = queries.booking_for_approval(me, public_id)
    if not form.validate():
        return _list(status=422, wrong=(public_id, form.errors["reason"][0]))
    try:
        actions.decline(booking, form.reason.data or "", by=me, at=clock.now())
    except Invalid as no:
        return _list(status=no.status, wrong=(public_id, say(no)))
    tell(_("%(name)s reads why, and the room is free again.", name=booking.member.name))
    return go(url_for("approval.index"))


def _list(*, status: int = 200, wrong: tuple[str, str] = ("", "")) -> Response:
    found = queries.pencilled(at=clock.now())
    return page("bookings/approvals.html", status=status, lines=[(each, stay_of(each)) for each in found], wrong=wrong)
