"""What is said when something was refused or went wrong: a sentence, the right status, nothing typed lost."""

import logging
import secrets

from flask import Flask, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from portal.kernel.errors import NotFound, PortalError, TooLarge, TooMany, Unavailable
from portal.web.access import OPEN, SignedOut, level_of
from portal.web.language import _
from portal.web.pages import page
from portal.web.say import say

log = logging.getLogger(__name__)

NEVER_SHOWN_AGAIN = frozenset({"csrf_token", "password", "once"})
BUSY_FOR = "5"


def install(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.register_error_handler(PortalError, _refused)
    app.register_error_handler(CSRFError, stale)
    app.register_error_handler(SignedOut, _signed_out)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(PoolTimeout, _database)
    app.register_error_handler(Exception, _unexpected)


def _refused(error: PortalError) -> ResponseReturnValue:
    response = page("errors/refused.html", status=error.status, title=_title(error.status), sentence=say(error))
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, Unavailable):
        response.headers["Retry-After"] = BUSY_FOR
    return response


def _title(status: int) -> str:
    titles = {
        400: _("We could not read that"),
        403: _("Not yours to do"),
        404: _("Nothing here"),
        405: _("That does not work here"),
        409: _("Something changed"),
        413: _("Too much at once"),
        429: _("One moment"),
        503: _("Back in a moment"),
    }
    return titles.get(status, _("That did not work"))


def typed() -> MultiDict[str, str]:
    """What the visitor had typed, without secrets and tokens, to be offered again."""
    return MultiDict((key, value) for key, value in request.form.items(multi=True) if key not in NEVER_SHOWN_AGAIN)


def stale(_error: CSRFError) -> ResponseReturnValue:
    """A form whose token no longer fits: show what was typed with a fresh token, one click sends it."""
    return _again(_("This page was open for a long time. Nothing is lost: look it over and send it once more."))


def _signed_out(error: SignedOut) -> ResponseReturnValue:
    return _again(say(error))


def _again(sentence: str) -> ResponseReturnValue:
    return page(
        "errors/again.html",
        status=403,
        title=_("Once more, to be safe"),
        sentence=sentence,
        address=request.full_path.rstrip("?"),
        typed=typed(),
        ready=current_user.is_authenticated or _is_open(),
    )


def _is_open() -> bool:
    """Whether this form may be sent without signing in."""
    return request.endpoint is not None and level_of(current_app, request.endpoint) in OPEN


def _http(error: HTTPException) -> ResponseReturnValue:
    """Werkzeug's own errors, in our words."""
    status = error.code or 500
    known: dict[int, PortalError] = {404: NotFound(), 413: TooLarge()}
    if status in known:
        return _refused(known[status])
    if error.response is not None or status < 400:  # noqa: PLR2004 - below is no error
        return error.get_response()
    answer = page("errors/refused.html", status=status, title=_title(status), sentence=_plain(status))
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after"}:
            answer.headers[name] = value
    return answer


def _plain(status: int) -> str:
    if status == 405:  # noqa: PLR2004
        return _("This address is for reading, or for a form on one of our pages.")
    return _("We could not make sense of what the browser sent. Go back, look it over and send it again.")


def _database(error: Exception) -> ResponseReturnValue:
    """The database is away or too busy: nothing was written, trying again helps. Anything else is our mistake."""
    if isinstance(error, PoolTimeout) or getattr(error, "connection_invalidated", False) or _is_trouble(error):
        log.warning("database unavailable", exc_info=error)
        g.database_away = True
        return _refused(Unavailable())
    return _unexpected(error)


def _is_trouble(error: Exception) -> bool:
    return type(error).__name__ in {"OperationalError", "InterfaceError"}


def _unexpected(error: Exception) -> ResponseReturnValue:
    """Log it whole with an id that the page shows, and say no more."""
    number = secrets.token_hex(4)
    log.error("unexpected error %s", number, exc_info=error, extra={"error_id": number})
    if current_app.testing and current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    return page("errors/broken.html", status=500, title=_("Something broke"), number=number)
