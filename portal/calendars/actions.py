"""Verbs: make a link, revoke it, note that it was fetched."""

import contextlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from portal.booking.models import Room
from portal.calendars import queries
from portal.calendars.models import CalendarLink
from portal.calendars.rules import MOST_LINKS, NOTED_EVERY, TOKEN_BYTES, FeedKind, program, token_hash
from portal.db import once as forms
from portal.db.base import db
from portal.db.types import new_public_id
from portal.db.unit import journal, transaction
from portal.kernel.errors import Conflict, Unavailable
from portal.kernel.words import N_
from portal.members import audit
from portal.members.models import Member


class EnoughLinks(Conflict):
    """Nobody has this many calendar programs."""

    default = N_("You have {number} links already. Revoke one that you no longer use, then make this one.")


@dataclass(frozen=True)
class Wanted:
    """Which feed somebody wants a link for, and what they call it."""

    kind: FeedKind
    label: str
    room: Room | None = None


def make_link(wanted: Wanted, *, by: Member, at: datetime, once: str = "") -> tuple[CalendarLink, str]:
    """A new link and its token, which is known only now. Raises EnoughLinks, or AlreadyDone for the same form again."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction():
        if queries.links_count_of(by) >= MOST_LINKS:
            raise EnoughLinks(number=MOST_LINKS)
        link = CalendarLink(
            public_id=new_public_id(),
            token_hash=token_hash(token),
            member_id=by.id,
            feed=wanted.kind,
            room_id=wanted.room.id if wanted.room else None,
            label=wanted.label,
            made_at=at,
            fetched_by="",
            fetch_count=0,
        )
        db.session.add(link)
        forms.use(once, made=link.public_id, at=at)
        audit.note("calendars.link_made", about=f"calendar_link:{link.public_id}", by=by, at=at, detail=f"feed={wanted.kind}")
    return link, token


def revoke(link: CalendarLink, *, by: Member, at: datetime) -> None:
    """Stop the address for good; a second time changes nothing."""
    with transaction():
        if link.revoked_at is not None:
            return
        link.revoked_at = at
        audit.note("calendars.link_revoked", about=f"calendar_link:{link.public_id}", by=by, at=at)


def note_fetch(link: CalendarLink, *, user_agent: str, at: datetime) -> None:
    """Note when and by what it was fetched, at most once a minute; a busy database costs the note, never the feed."""
    if link.fetched_at is not None and at - link.fetched_at < NOTED_EVERY:
        return
    entry = update(CalendarLink).where(CalendarLink.id == link.id)
    with contextlib.suppress(Unavailable):
        journal(entry.values(fetched_at=at, fetched_by=program(user_agent), fetch_count=CalendarLink.fetch_count + 1))
