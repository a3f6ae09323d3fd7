"""Pages and their fragments, redirects, and the sentence that is shown on the next page."""

from flask import Response, flash, make_response, redirect, render_template, session
from flask.typing import ResponseReturnValue
from jinja2_fragments.flask import render_block

from portal.web.htmx import is_htmx, leave_for, target


def page(template: str, *, blocks: tuple[str, ...] = (), status: int = 200, **context: object) -> Response:
    """The page, or one of its named `blocks` if that is what htmx has a place for.

    A block is given only when the view lists it, so nobody can ask for one around which the page has a check.
    """
    wanted = target()
    html = render_block(template, wanted, **context) if wanted in blocks else render_template(template, **context)
    return make_response(html, status)


def go(address: str) -> ResponseReturnValue:
    """After a deed: on to the page that shows it."""
    return leave_for(address) if is_htmx() else redirect(address, code=303)


def tell(sentence: str) -> None:
    """Say this on the next page."""
    flash(sentence)


def told() -> list[str]:
    """What is to be said on this page; said once. Leaves the session alone if there is nothing to say."""
    if "_flashes" not in session:
        return []
    return [str(text) for _, text in session.pop("_flashes", [])]


def is_local(address: str) -> bool:
    """Whether a `next=` stays in this house: one slash, then no second one and no backslash or control character."""
    return address.startswith("/") and address[1:2] not in {"/", "\\"} and address.isprintable() and "\\" not in address
