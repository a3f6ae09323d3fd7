"""Forms come from our own pages: a token in each, and the browser's own word for where it came from."""

from urllib.parse import urlsplit

from flask import Flask, request
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from portal.kernel.errors import Forbidden
from portal.kernel.words import N_

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES = frozenset({"same-origin", "none"})

protection = CSRFProtect()


class ForeignForm(Forbidden):
    """The browser says that another site sent this form."""

    default = N_("That form came from another site, so we left it alone.")


def install(app: Flask) -> None:
    """Check every unsafe request, sign-in and sign-out included."""
    app.config.update(WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False)
    app.before_request(_refuse_foreign)
    protection.init_app(app)
    app.jinja_env.globals["csrf"] = field


def _refuse_foreign() -> None:
    if request.method in SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in OWN_SITES:
        raise ForeignForm
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise ForeignForm


def field() -> Markup:
    """The hidden field that each form carries."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())
