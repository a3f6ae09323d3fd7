"""HTTP for this feature."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.web.access import Access, access
from portal.web.pages import page

blueprint = Blueprint("helpdesk", __name__)


@blueprint.get("/requests")
@access(Access.MEMBER)
def index() -> ResponseReturnValue:
    """To be filled in."""
    return page("errors/refused.html", title="index", sentence="")


@blueprint.get("/desk/requests")
@access(Access.STAFF)
def queue() -> ResponseReturnValue:
    """To be filled in."""
    return page("errors/refused.html", title="queue", sentence="")
