"""HTTP for the note queue."""

from collections.abc import Callable

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from portal.kernel import clock
from portal.kernel.errors import Conflict, Invalid, PortalError
from portal.members.sessions import current_member
from portal.reminders import actions, queries, shown
from portal.reminders.forms import colleague, day_of, kind_of
from portal.reminders.models import Touch
from portal.web.access import Access, access
from portal.web.language import _
from portal.web.pages import go, page, tell
from portal.web.say import say

blueprint = Blueprint("reminders", __name__)


def reader() -> shown.Reader:
    """Who is looking, now, by the house's clock."""
    return shown.Reader(current_member(), clock.now(), queries.the_house().zone)


@blueprint.get("/desk/touches")
@access(Access.STAFF)
def queue() -> ResponseReturnValue:
    """What is to be done, what comes later, what was done."""
    looking, which = reader(), request.args.get("show")
    if which == "later":
        return page("notes/list.html", **shown.list_page(queries.put_off(looking.today), which, looking))
    if which == "done":
        return page("notes/list.html", **shown.list_page(queries.lately_settled(), which, looking))
    return _queue(request.args.get("touch", ""))


def _queue(opened: str, *, wrong: PortalError | None = None) -> ResponseReturnValue:
    context = shown.queue_page(opened, reader()) | {"sentence": say(wrong) if wrong else ""}
    return page("notes/queue.html", status=wrong.status if wrong else 200, **context)


def _do(touch_id: str, deed: Callable[[Touch], str]) -> ResponseReturnValue:
    """Do something with a touch and come back to the queue; what was refused is said there."""
    touch = queries.touch(touch_id)
    try:
        sentence = deed(touch)
    except (Invalid, Conflict) as refusal:
        return _queue(touch_id, wrong=refusal)
    if sentence:
        tell(sentence)
        return go(url_for("reminders.queue"))
    return go(url_for("reminders.queue", touch=touch_id, _anchor="bench"))


@blueprint.post("/desk/touches/<touch_id>/claim")
@access(Access.STAFF)
def claim(touch_id: str) -> ResponseReturnValue:
    """I do it."""

    def deed(touch: Touch) -> str:
        actions.claim(touch, by=current_member(), at=clock.now())
        return ""

    return _do(touch_id, deed)


@blueprint.post("/desk/touches/<touch_id>/written")
@access(Access.STAFF)
def write(touch_id: str) -> ResponseReturnValue:
    """It is written, and still to be brought."""

    def deed(touch: Touch) -> str:
        actions.written(touch, by=current_member(), at=clock.now())
        return ""

    return _do(touch_id, deed)


@blueprint.post("/desk/touches/<touch_id>/done")
@access(Access.STAFF)
def done(touch_id: str) -> ResponseReturnValue:
    """It is done."""

    def deed(touch: Touch) -> str:
        actions.done(touch, by=current_member(), at=clock.now(), kind=kind_of(request.form.get("kind", "")))
        return _("Kept: you did something for %(name)s.", name=touch.member.first_name)

    return _do(touch_id, deed)


@blueprint.post("/desk/touches/<touch_id>/snooze")
@access(Access.STAFF)
def snooze(touch_id: str) -> ResponseReturnValue:
    """Later, on a day."""

    def deed(touch: Touch) -> str:
        actions.snooze(touch, day_of(request.form.get("until", "")), by=current_member(), at=clock.now())
        return _("%(name)s comes back on that day.", name=touch.member.first_name)

    return _do(touch_id, deed)


@blueprint.post("/desk/touches/<touch_id>/skip")
@access(Access.STAFF)
def skip(touch_id: str) -> ResponseReturnValue:
    """Not this one, because."""

    def deed(touch: Touch) -> str:
        actions.skip(touch, request.form.get("reason", ""), by=current_member(), at=clock.now())
        return _("Let go, with your reason.")

    return _do(touch_id, deed)


@blueprint.post("/desk/touches/<touch_id>/handover")
@access(Access.STAFF)
def hand_over(touch_id: str) -> ResponseReturnValue:
    """A colleague does it."""

    def deed(touch: Touch) -> str:
        to = colleague(request.form.get("to", ""))
        actions.hand_over(touch, to, by=current_member(), at=clock.now())
        return _("%(name)s has it now.", name=to.first_name)

    return _do(touch_id, deed)
