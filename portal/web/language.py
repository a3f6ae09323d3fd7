"""Which language a page speaks: Flask-Babel behind two typed words. English for now; every string is translatable."""

from gettext import NullTranslations
from typing import cast

import flask_babel
from flask import Flask, g, has_app_context, has_request_context, request

LANGUAGES = ("en_GB",)


def _(message: str, **facts: object) -> str:
    """The message in the reader's language; `%(named)s` gaps are filled with the facts."""
    said = str(_catalogue().gettext(message))
    return said % facts if facts else said


def _n(one: str, many: str, number: int, **facts: object) -> str:
    """The same for a counted thing."""
    return str(_catalogue().ngettext(one, many, number)) % {"num": number, **facts}


def _catalogue() -> NullTranslations:
    """The reader's words, looked up once for a page: Flask-Babel would look for them at every word."""
    if not has_app_context():
        return NullTranslations()
    if "catalogue" not in g:
        g.catalogue = flask_babel.get_domain().get_translations()
    return cast("NullTranslations", g.catalogue)


def install(app: Flask) -> None:
    """Set Babel up with the languages that have a catalogue."""
    app.config.update(BABEL_DEFAULT_LOCALE="en_GB", BABEL_TRANSLATION_DIRECTORIES="portal/translations")
    flask_babel.Babel(app, locale_selector=_wanted)
    plain, counted = (lambda message: _catalogue().gettext(message)), (lambda *words: _catalogue().ngettext(*words))
    app.jinja_env.install_gettext_callables(plain, counted, newstyle=True)  # type: ignore[attr-defined]


def _wanted() -> str | None:
    """What the reader's browser asks for; jobs and commands have no reader."""
    return request.accept_languages.best_match(LANGUAGES, LANGUAGES[0]) if has_request_context() else LANGUAGES[0]
