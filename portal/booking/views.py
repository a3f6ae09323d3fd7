"""HTTP for this feature."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.web.access import Access, access
from portal.web.pages import page

blueprint = Blueprint("booking", __name__)


@blueprint.get("/rooms")
@access(Access.MEMBER)
def day() -> ResponseReturnValue:
    """To be filled in."""
    return page("errors/refused.html", title="day", sentence="")
