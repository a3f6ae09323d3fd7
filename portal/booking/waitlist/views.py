"""HTTP for the waitlist: one's own, and the desk's."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from portal.booking import queries as rooms
from portal.booking import sentences, sheet
from portal.booking.daybook import DESK
from portal.booking.entry import stay_of
from portal.booking.rules import Privacy
from portal.booking.waitlist import actions, queries, shown
from portal.booking.waitlist.forms import ReasonForm, WaitForm
from portal.booking.waitlist.rules import WishKind
from portal.house import queries as house
from portal.kernel import clock
from portal.kernel.errors import Invalid
from portal.kernel.zones import local_date
from portal.members.sessions import current_member
from portal.web.access import Access, access
from portal.web.language import _
from portal.web.pages import go, page, tell

blueprint = Blueprint("waitlist", __name__)

LASTING = ("30", "45", "60", "90", "120")


@blueprint.get("/waitlist")
@access(Access.MEMBER)
def index() -> ResponseReturnValue:
    """What I wait for."""
    return page("bookings/waitlist.html", lines=shown.lines(current_member(), clock.now()))


@blueprint.get("/waitlist/new")
@access(Access.MEMBER)
def new() -> ResponseReturnValue:
    """Say what to wait for."""
    return _form(WaitForm(request.args))


@blueprint.post("/waitlist")
@access(Access.MEMBER)
def create() -> ResponseReturnValue:
    """Get in line for a room that is taken; or say why not."""
    form, now = WaitForm(), clock.now()
    if not form.validate():
        return _form(form, status=422)
    try:
        wish = form.wish(rooms.room(form.slug).location.zone)
        waiting = actions.join(wish, by=current_member(), at=now, once=form.token)
    except Invalid as no:
        form.mark(no)
        return _form(form, status=no.status)
    tell(shown.joined(waiting, now))
    return go(url_for("waitlist.index"))


@blueprint.post("/waitlist/<public_id>/acceptance")
@access(Access.MEMBER)
def accept(public_id: str) -> ResponseReturnValue:
    """Say yes to what is held for me."""
    me = current_member()
    booking = actions.accept(queries.waiting_for(me, public_id), by=me, at=clock.now())
    tell(sentences.done(stay_of(booking), held=bool(booking.held_for)))
    return go(url_for("booking.show", public_id=booking.public_id))


@blueprint.post("/waitlist/<public_id>/withdrawal")
@access(Access.MEMBER)
def withdraw(public_id: str) -> ResponseReturnValue:
    """Stop waiting, or leave what is held to the next."""
    me = current_member()
    actions.withdraw(queries.waiting_for(me, public_id), by=me, at=clock.now())
    tell(_("You no longer wait for it."))
    return go(url_for("waitlist.index"))


@blueprint.get("/desk/waitlist")
@access(Access.STAFF)
def desk() -> ResponseReturnValue:
    """Everybody who waits, in line."""
    return _desk()


@blueprint.post("/desk/waitlist/<public_id>/offer")
@access(Access.STAFF)
def offer(public_id: str) -> ResponseReturnValue:
    """Offer it to somebody who is not first, and say why."""
    waiting, form = queries.waiting_for_staff(public_id), ReasonForm()
    if not form.validate():
        return _desk(status=422, wrong=(public_id, form.errors["reason"][0]))
    try:
        actions.pick(waiting, form.reason.data or "", by=current_member(), at=clock.now())
    except Invalid as no:
        form.reason.errors = [_("Say why somebody else goes first. It stands in the record with your name.")]
        return _desk(status=no.status, wrong=(public_id, form.reason.errors[0]))
    tell(_("It is held for %(name)s now; the letter is on its way.", name=waiting.member.name))
    return go(url_for("waitlist.desk"))


def _desk(*, status: int = 200, wrong: tuple[str, str] = ("", "")) -> Response:
    now = clock.now()
    lines = [shown.line(each, now) for each in queries.open_ones()]
    return page("bookings/waitlist_desk.html", status=status, lines=lines, wrong=wrong)


def _form(form: WaitForm, *, status: int = 200) -> Response:
    return page("bookings/waitlist_new.html", status=status, **_fields(form))


def _fields(form: WaitForm) -> dict[str, Any]:
    """What the form shows, and what it offers."""
    room = rooms.room(form.slug) if form.slug else None
    place = room.location if room else house.location()
    return {
        "form": form,
        "once": form.token,
        "day": form.day.data or local_date(clock.now(), place.zone).isoformat(),
        "rooms": [(each.slug, each.name) for each in rooms.rooms_of(place)],
        "kinds": [(WishKind.HOLD, _("Hold it for me")), (WishKind.TELL, _("Just tell me"))],
        "kind": form.kind.data or WishKind.HOLD,
        "lengths": [(minutes, _("%(n)s minutes", n=minutes)) for minutes in LASTING],
        "lasting": form.lasting.data or "60",
        "privacies": sheet.privacies(),
        "privacy": form.privacy.data or Privacy.BUSY,
        "ask": f"{DESK}?room={form.slug}",
    }
