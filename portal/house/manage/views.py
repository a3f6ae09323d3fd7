"""Where a manager begins: everything that can be set up, in one list."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.web.access import Access, access
from portal.web.pages import page

blueprint = Blueprint("manage", __name__)


@blueprint.get("/manage")
@access(Access.MANAGER)
def index() -> ResponseReturnValue:
    """What can be set up."""
    return page("manage/index.html")
