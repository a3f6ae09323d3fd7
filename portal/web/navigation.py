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


@dataclass(frozen=True, kw_only=True)
class Ways:
    """All ways of the house: along the top for members and for the desk, in one's own menu, at the foot."""

    member: tuple[Way, ...]
    staff: tuple[Way, ...]
    account: tuple[Way, ...]
    staff_account: tuple[Way, ...]
    manager_account: tuple[Way, ...]
    foot: tuple[Way, ...]


NOBODY: dict[str, object] = {"me": None, "nav_items": [], "account_items": [], "foot_items": []}


def install(app: Flask, ways: Ways) -> None:
    """Give templates `me`, `nav_items`, `account_items` and `foot_items` for whoever is signed in."""

    @app.context_processor
    def letterhead() -> dict[str, object]:
        # While the database is away, the page that says so must not ask it anything.
        if g.get("database_away") or not current_user.is_authenticated:
            return NOBODY
        at_the_desk = current_user.is_staff
        account = ways.account + (ways.staff_account if at_the_desk else ())
        return {
            "me": current_user,
            "nav_items": [_shown(way) for way in (ways.staff if at_the_desk else ways.member)],
            "account_items": [_shown(way) for way in account + (ways.manager_account if current_user.is_manager else ())],
            "foot_items": [_shown(way) for way in ways.foot],
        }
