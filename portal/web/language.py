"""Which language a page speaks: Flask-Babel behind two typed words. English for now; every string is translatable."""

import flask_babel
from flask import Flask, has_request_context, request

LANGUAGES = ("en_GB",)


def _(message: str, **facts: object) -> str:
    """The message in the reader's language; `%(named)s` gaps are filled with the facts."""
    return str(flask_babel.gettext(message, **facts))


def _n(one: str, many: str, number: int, **facts: object) -> str:
    """The same for a counted thing."""
    return str(flask_babel.ngettext(one, many, number, **facts))


def install(app: Flask) -> None:
    """Set Babel up with the languages that have a catalogue."""
    app.config.update(BABEL_DEFAULT_LOCALE="en_GB", BABEL_TRANSLATION_DIRECTORIES="portal/translations")
    flask_babel.Babel(app, locale_selector=_wanted)


def _wanted() -> str | None:
    """What the reader's browser asks for; jobs and commands have no reader."""
    return request.accept_languages.best_match(LANGUAGES, LANGUAGES[0]) if has_request_context() else LANGUAGES[0]
