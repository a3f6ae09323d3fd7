"""Who may enter: every endpoint declares it, an endpoint that does not is refused before the house opens."""

from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.kernel.errors import Forbidden, NotFound
from portal.kernel.words import N_
from portal.web.htmx import is_htmx, leave_for

View = TypeVar("View", bound=Callable[..., object])


class Access(Enum):
    """The outermost ring; queries ("for whom") and policies ("may they") are the other two."""

    PUBLIC = "anybody, signed in or not"
    TOKEN = "whoever holds the secret in the address; the view checks it"  # noqa: S105 - not a password
    MEMBER = "people who are signed in"
    STAFF = "community managers and managers"
    MANAGER = "managers of the house"


OPEN = frozenset({Access.PUBLIC, Access.TOKEN})
_declared: dict[Callable[..., object], Access] = {}


def access(level: Access) -> Callable[[View], View]:
    """Declare who may call this view."""

    def declare(view: View) -> View:
        _declared[view] = level
        return view

    return declare


def level_of(app: Flask, endpoint: str) -> Access | None:
    """What the endpoint declares, or None."""
    return _declared.get(app.view_functions[endpoint])


def protect(app: Flask) -> None:
    """Refuse what is undeclared at start, and whoever may not enter at each request."""
    app.view_functions["static"] = access(Access.PUBLIC)(app.view_functions["static"])
    undeclared = sorted(name for name in app.view_functions if level_of(app, name) is None)
    if undeclared:
        msg = f"endpoints without @access: {', '.join(undeclared)}"
        raise RuntimeError(msg)
    app.before_request(_enter)


def _enter() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    level = level_of(current_app, request.endpoint)
    if level in OPEN:
        return None
    if not current_user.is_authenticated:
        return _to_the_door()
    if level is Access.MEMBER:
        return None
    # What is not for this visitor answers exactly like what does not exist.
    if not current_user.is_staff or (level is Access.MANAGER and not current_user.is_manager):
        raise NotFound
    return None


def _to_the_door() -> ResponseReturnValue:
    """Send a reader to sign in and back; a form that was sent is not lost but asked for again after signing in."""
    if request.method not in {"GET", "HEAD"}:
        raise SignedOut
    back = request.full_path.rstrip("?")
    address = url_for("members.sign_in", next=back if back != "/" else None)
    return leave_for(address) if is_htmx() else redirect(address, code=303)


class SignedOut(Forbidden):
    """A form arrived from somebody whose session has ended."""

    status = 403
    default = N_("You were signed out in the meantime. Sign in and send it again; nothing you typed is lost.")
