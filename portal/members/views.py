"""The door: signing in and out."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.web.access import Access, access
from portal.web.pages import page

blueprint = Blueprint("members", __name__)


@blueprint.get("/sign-in")
@access(Access.PUBLIC)
def sign_in() -> ResponseReturnValue:
    """To be filled in."""
    return page("errors/refused.html", title="Come in", sentence="")
