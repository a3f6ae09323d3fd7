"""Who is signed in on which device."""

from typing import cast

from flask import Flask
from flask_login import LoginManager, current_user

from portal.members.models import Member


def install(app: Flask) -> None:
    """Set Flask-Login up."""
    manager = LoginManager(app)

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> Member | None:
        return None


def current_member() -> Member:
    """The member whose request this is; only for endpoints that ask for a member."""
    return cast("Member", current_user._get_current_object())  # noqa: SLF001 - flask-login's proxy has no other way
