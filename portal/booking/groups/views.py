"""HTTP for groups of rooms."""

import secrets
from typing import Any

from flask import Blueprint, Response, url_for
from flask.typing import ResponseReturnValue

from portal.booking.groups import actions, queries
from portal.booking.groups.forms import GroupForm
from portal.booking.models import RoomGroup
from portal.booking.rooms.forms import as_words
from portal.house.manage.rules import Overtaken
from portal.kernel import clock
from portal.kernel.errors import Invalid, PortalError
from portal.members.sessions import current_member
from portal.web.access import Access, access
from portal.web.language import _
from portal.web.pages import go, page, tell
from portal.web.say import say

blueprint = Blueprint("groups", __name__)


@blueprint.get("/manage/groups")
@access(Access.MANAGER)
def index() -> ResponseReturnValue:
    """Every group, and a form for another."""
    return _listed(GroupForm(formdata=None, once=secrets.token_urlsafe(16)))


@blueprint.post("/manage/groups")
@access(Access.MANAGER)
def gather() -> ResponseReturnValue:
    """Make one."""
    form = GroupForm()
    if not form.validate():
        return _listed(form, status=422)
    try:
        group = actions.gather(form.plan(), by=current_member(), at=clock.now(), once=(form.once.data or "")[:80])
    except PortalError as no:
        return _listed(form, refusal=no)
    tell(_("%(name)s is a group now.", name=group.name))
    return go(url_for("groups.index"))


@blueprint.get("/manage/groups/<public_id>")
@access(Access.MANAGER)
def edit(public_id: str) -> ResponseReturnValue:
    """A group as it is set up."""
    group = queries.group(public_id)
    return _edited(group, GroupForm.of(queries.plan_of(group), group))


@blueprint.post("/manage/groups/<public_id>")
@access(Access.MANAGER)
def change(public_id: str) -> ResponseReturnValue:
    """Save it."""
    group, form = queries.group(public_id), GroupForm()
    if not form.validate():
        return _edited(group, form, status=422)
    try:
        actions.change(group, form.plan(), by=current_member(), at=clock.now(), seen=form.edition)
    except PortalError as no:
        return _edited(group, form, refusal=no)
    tell(_("Saved. It holds from now on."))
    return go(url_for("groups.index"))


@blueprint.post("/manage/groups/<public_id>/removal")
@access(Access.MANAGER)
def dissolve(public_id: str) -> ResponseReturnValue:
    """The rooms stay, the group goes."""
    actions.dissolve(queries.group(public_id), by=current_member(), at=clock.now())
    tell(_("The group is dissolved; its rooms stay."))
    return go(url_for("groups.index"))


def _listed(form: GroupForm, *, status: int = 200, refusal: PortalError | None = None) -> Response:
    shown = _shown(form, refusal)
    return page("manage/groups/index.html", status=refusal.status if refusal else status, groups=queries.groups(), **shown)


def _edited(group: RoomGroup, form: GroupForm, *, status: int = 200, refusal: PortalError | None = None) -> Response:
    overtaken = []
    if isinstance(refusal, Overtaken):
        form.seen.data, now = str(group.edition), queries.plan_of(group)
        names = {"name": _("Name"), "rooms": _("Rooms")}
        overtaken = [(names[name], as_words(getattr(now, name))) for name in refusal.fields]
    shown = {**_shown(form, refusal), "overtaken": overtaken}
    return page("manage/groups/edit.html", status=refusal.status if refusal else status, group=group, **shown)


def _shown(form: GroupForm, refusal: PortalError | None) -> dict[str, Any]:
    field = refusal.field if isinstance(refusal, Invalid) else ""
    wrong = {name: [sentence] for name, sentence in form.mistakes}
    if refusal and field:
        wrong[field] = [say(refusal)]
    said = say(refusal) if refusal and not field else ""
    return {"form": form, "choices": queries.choices(), "wrong": wrong, "refusal": said, "overtaken": [], "touched": ()}
