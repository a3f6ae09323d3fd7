"""The only file that knows htmx's headers."""

from typing import cast

from flask import Response
from htmx_flask import make_response, request

VARY = "Cookie, HX-Request, HX-Target"


def is_htmx() -> bool:
    """Whether htmx sent this request, and not only to restore a page from history."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def target() -> str:
    """The id of the element that the answer goes into; htmx 4 says `tag#id`."""
    if not is_htmx():
        return ""
    return (request.htmx.target or "").rpartition("#")[2]


def leave_for(address: str) -> Response:
    """Tell htmx to leave for another page as a whole."""
    return cast("Response", make_response("", 204, redirect=address))
