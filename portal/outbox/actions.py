"""Post a letter; put a failed one back."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import ColumnElement, func, select

import config
from portal.db.base import db
from portal.db.types import new_public_id
from portal.db.unit import after_commit
from portal.db.upsert import upsert
from portal.kernel.errors import Conflict
from portal.kernel.words import N_
from portal.outbox.envelope import checked, sender_name
from portal.outbox.letters import Draft
from portal.outbox.models import Letter
from portal.outbox.queue import wake
from portal.outbox.rules import State

LONGEST_SUBJECT = 200


def post(draft: Draft, *, at: datetime) -> None:
    """Write the letter into the open transaction; the worker delivers it. A letter of the same key is posted once.

    Raises BadHeader if a name, an address or the subject has a line break in it.
    """
    settings = current_app.config["GROVE"]
    letter = _letter(draft, settings, at=at)
    insert = upsert(Letter).values(in_reply_to=_before(draft), **letter)
    first = db.session.execute(insert.on_conflict_do_nothing(index_elements=["key"]).returning(Letter.id))
    if first.scalar_one_or_none() is not None and letter["due_at"] is not None:
        after_commit(wake)


def _letter(draft: Draft, settings: config.Settings, *, at: datetime) -> dict[str, Any]:
    public_id = new_public_id()
    checked(draft.to.name, draft.to.email, draft.subject, draft.from_name, draft.reply_to, draft.calendar_method)
    return {
        "public_id": public_id,
        "key": draft.key,
        "thread": draft.thread,
        "message_id": f"<{public_id}@{urlsplit(settings.base_url).hostname}>",
        "member_id": draft.to.id or None,
        "to_address": draft.to.email,
        "to_name": draft.to.name,
        "from_name": sender_name(draft.from_name),
        "reply_to": draft.reply_to,
        "subject": draft.subject[:LONGEST_SUBJECT],
        "text": draft.text,
        "html": draft.html,
        "calendar": draft.calendar,
        "calendar_method": draft.calendar_method,
        "written_at": at,
        "due_at": None if settings.mail_url == config.KEPT else at,
    }


def _before(draft: Draft) -> ColumnElement[str]:
    """The id of the letter that this one follows in its thread; mail programs show the two together."""
    query = select(Letter.message_id).where(Letter.thread == draft.thread, Letter.to_address == draft.to.email)
    return func.coalesce(query.order_by(Letter.id.desc()).limit(1).scalar_subquery(), "")


def put_back(letter: Letter, *, at: datetime) -> None:
    """Put a letter that failed back into the line, inside the open transaction. Raises Conflict if it did not fail."""
    if letter.state is not State.FAILED:
        raise Conflict(N_("This letter is on its way already."))
    letter.due_at, letter.failed_at, letter.tries = at, None, 0
    after_commit(wake)
