"""HTTP for this feature."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.web.access import Access, access
from portal.web.pages import page

blueprint = Blueprint("reminders", __name__)


@blueprint.get("/desk/touches")
@access(Access.STAFF)
def queue() -> ResponseReturnValue:
    """To be filled in."""
    return page("errors/refused.html", title="queue", sentence="")
