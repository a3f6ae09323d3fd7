"""HTTP for the letters of the house."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from portal.desk.letters import actions
from portal.kernel import clock
from portal.members.sessions import current_member
from portal.outbox import queries
from portal.web.access import Access, access
from portal.web.language import _
from portal.web.pages import go, page, tell

blueprint = Blueprint("outbox", __name__)


@blueprint.get("/desk/outbox")
@access(Access.STAFF)
def index() -> ResponseReturnValue:
    before = request.args.get("before", type=int)
    letters = queries.letters(before=before)
    return page(
        "outbox/index.html",
        letters=letters,
        failed=[] if before else queries.failed(),
        older=letters[-1].id if len(letters) == queries.PAGE else None,
    )


@blueprint.get("/desk/outbox/<public_id>")
@access(Access.STAFF)
def show(public_id: str) -> ResponseReturnValue:
    return page("outbox/show.html", letter=queries.letter(public_id))


@blueprint.post("/desk/outbox/<public_id>/retry")
@access(Access.STAFF)
def retry(public_id: str) -> ResponseReturnValue:
    actions.try_again(queries.letter(public_id), by=current_member(), at=clock.now())
    tell(_("On its way again."))
    return go(url_for("outbox.show", public_id=public_id))
