"""HTTP for this feature."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.web.access import Access, access
from portal.web.pages import page

blueprint = Blueprint("desk", __name__)


@blueprint.get("/")
@access(Access.MEMBER)
def home() -> ResponseReturnValue:
    """To be filled in."""
    return page("errors/refused.html", title="home", sentence="")


@blueprint.get("/desk")
@access(Access.STAFF)
def show() -> ResponseReturnValue:
    """To be filled in."""
    return page("errors/refused.html", title="show", sentence="")
