"""The living guide to how Grove looks: every piece of `templates/ui/` in every state; in demo mode only."""

from flask import Blueprint, Response, current_app

from portal.kernel.errors import NotFound
from portal.web.access import Access, access
from portal.web.pages import page

blueprint = Blueprint("style", __name__)


@blueprint.get("/style")
@access(Access.PUBLIC)
def show() -> Response:
    if not current_app.config["GROVE"].demo:
        raise NotFound
    return page("style.html")
