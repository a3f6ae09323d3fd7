"""Who is signed in on which device. The cookie holds a random token; the table holds its hash, and whose it is."""

import hashlib
import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from typing import cast

from flask import Flask, Response, after_this_request, current_app, g, request, session
from flask_login import LoginManager, current_user, login_user
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError

import config
from portal.db.base import db
from portal.db.unit import journal, transaction
from portal.kernel import clock
from portal.kernel.errors import Unavailable
from portal.members import audit, queries
from portal.members.models import Member, WebSession
from portal.members.rules import TryKeys, client_of, device_mark, has_lapsed, idle_for, network_of, try_keys

SEEN_EVERY = timedelta(minutes=1)
DEVICE_KNOWN_FOR = timedelta(days=365)


def install(app: Flask) -> None:
    """Set Flask-Login up."""
    manager = LoginManager(app)
    manager.user_loader(_whose)
    # Its own protection ties a session to an address and a browser's name; a phone changes the one, an update the other.
    manager.session_protection = None
    app.after_request(_seen)


def current_member() -> Member:
    """The member whose request this is; only for endpoints that ask for a member."""
    return cast("Member", current_user._get_current_object())  # noqa: SLF001 - flask-login's proxy has no other way


def current_session() -> WebSession | None:
    """The session of this request; nothing for a visitor."""
    return cast("WebSession | None", g.get("web_session")) if current_user.is_authenticated else None


def _settings() -> config.Settings:
    return cast("config.Settings", current_app.config["GROVE"])


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


# --- The life of a session --------------------------------------------------------------------------


def idle_of(member: Member) -> timedelta:
    """How long this member's sessions may rest."""
    return idle_for(is_staff=member.is_staff, demo=_settings().demo)


def _whose(token: str) -> Member | None:
    """The member whose live session has this token."""
    found = queries.session_with(_hash(token))
    if found is None:
        return None
    if has_lapsed(found.created_at, found.seen_at, idle=idle_of(found.member), now=clock.now()):
        return None
    g.web_session = found
    found.member.session_token = token
    return found.member


def _seen(response: Response) -> Response:
    """Note that the session was used, at most once a minute; after the page is made, so that it holds up nothing."""
    with suppress(Unavailable, SQLAlchemyError):
        used, now = g.get("web_session"), clock.now()
        if used is not None and now - used.seen_at >= SEEN_EVERY:
            this = (WebSession.id == used.id) & WebSession.ended_at.is_(None) & (WebSession.seen_at < now)
            journal(update(WebSession).where(this).values(seen_at=now))
    return response


def sign_in(member: Member, *, at: datetime) -> None:
    """Begin a session: a new token in a cookie that remembers nothing of the visitor before."""
    token = secrets.token_urlsafe(32)
    client = client_of(request.user_agent.string)
    before = current_session()
    begun = WebSession(token_hash=_hash(token), member_id=member.id, client=client, created_at=at, seen_at=at)
    with transaction():
        if before is not None:
            before.ended_at = at
        db.session.add(begun)
        audit.note("member.signed_in", about=f"member:{member.public_id}", by=member, at=at, detail=client)
    session.clear()
    member.session_token = token
    login_user(member)
    g.web_session = begun
    _know_this_device(member.email)


def sign_out(*, at: datetime) -> None:
    """End the session of this request; every copy of its cookie is dead."""
    used = current_session()
    if used is not None:
        with transaction():
            used.ended_at = at
            audit.note("member.signed_out", about=f"member:{used.member.public_id}", by=used.member, at=at)
    g.pop("web_session", None)
    g.pop("_login_user", None)
    session.clear()


# --- The device -------------------------------------------------------------------------------------


def keys_for(email: str) -> TryKeys:
    """Where a try on this account from this visitor is counted."""
    secret = _settings().secret_key
    nonce, _, mark = request.cookies.get(_device_cookie(), "").partition(".")
    known = bool(mark) and secrets.compare_digest(mark.encode(), device_mark(secret, email, nonce).encode())
    return try_keys(secret, email, network=network_of(request.remote_addr), device=nonce if known else "")


def _device_cookie() -> str:
    return "__Host-grove-device" if _settings().over_tls else "grove-device"


def _know_this_device(email: str) -> None:
    """Leave a mark by which this device is known to this account: guessing by others will not hold it up."""
    settings, nonce = _settings(), secrets.token_urlsafe(12)
    value = f"{nonce}.{device_mark(settings.secret_key, email, nonce)}"

    @after_this_request
    def leave_it(response: Response) -> Response:
        response.set_cookie(
            _device_cookie(), value, max_age=DEVICE_KNOWN_FOR, secure=settings.over_tls, httponly=True, samesite="Lax"
        )
        return response
