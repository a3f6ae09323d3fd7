"""What stands in the letterhead: the ways one may go, for a member and for the desk."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, g, url_for
from flask_login import current_user

from portal.web.language import _


@dataclass(frozen=True)
class Way:
    """One word of the navigation; `count` tells how many things wait there, `counted` says of what."""

    name: str
    icon: str
    text: str
    endpoint: str
    count: Callable[[], int] | None = None
    counted: str = ""


@dataclass(frozen=True)
class Shown:
    """A way as the template needs it."""

    id: str
    icon: str
    text: str
    url: str
    badge: int
    badge_text: str


def _shown(way: Way) -> Shown:
    waiting = way.count() if way.count else 0
    return Shown(way.name, way.icon, _(way.text), url_for(way.endpoint), waiting, _(way.counted) if way.counted else "")


def install(app: Flask, *, member: tuple[Way, ...], staff: tuple[Way, ...], account: tuple[Way, ...]) -> None:
    """Give templates `me`, `nav_items`, and `account_items` for the menu of whoever is signed in."""

    @app.context_processor
    def letterhead() -> dict[str, object]:
        # While the database is away, the page that says so must not ask it anything.
        if g.get("database_away") or not current_user.is_authenticated:
            return {"me": None, "nav_items": [], "account_items": []}
        ways = staff if current_user.is_staff else member
        shown = {"nav_items": [_shown(way) for way in ways], "account_items": [_shown(way) for way in account]}
        return {"me": current_user, **shown}
