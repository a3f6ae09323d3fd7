"""Post a letter; try a failed one again."""

from datetime import datetime
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import select

import config
from portal.db.base import db
from portal.db.types import new_public_id
from portal.db.unit import after_commit, transaction
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
    if db.session.scalar(select(Letter.id).where(Letter.key == draft.key)) is not None:
        return
    settings = current_app.config["GROVE"]
    letter = _letter(draft, settings, at=at)
    letter.in_reply_to = _before(letter)
    db.session.add(letter)
    if letter.due_at is not None:
        after_commit(wake)


def _letter(draft: Draft, settings: config.Settings, *, at: datetime) -> Letter:
    public_id = new_public_id()
    checked(draft.to.name, draft.to.email, draft.subject, draft.from_name, draft.reply_to, draft.calendar_method)
    return Letter(
        public_id=public_id,
        key=draft.key,
        thread=draft.thread,
        message_id=f"<{public_id}@{urlsplit(settings.base_url).hostname}>",
        member_id=draft.to.id or None,
        to_address=draft.to.email,
        to_name=draft.to.name,
        from_name=sender_name(draft.from_name),
        reply_to=draft.reply_to,
        subject=draft.subject[:LONGEST_SUBJECT],
        text=draft.text,
        html=draft.html,
        calendar=draft.calendar,
        calendar_method=draft.calendar_method,
        written_at=at,
        due_at=None if settings.mail_url == config.KEPT else at,
    )


def _before(letter: Letter) -> str:
    """The id of the letter that this one follows in its thread; mail programs show the two together."""
    query = select(Letter.message_id).where(Letter.thread == letter.thread, Letter.to_address == letter.to_address)
    return db.session.scalar(query.order_by(Letter.id.desc()).limit(1)) or ""


def try_again(letter: Letter, *, at: datetime) -> None:
    """Put a letter that failed back into the line. Raises Conflict if it did not fail."""
    with transaction():
        if letter.state is not State.FAILED:
            raise Conflict(N_("This letter is on its way already."))
        letter.due_at, letter.failed_at, letter.tries = at, None, 0
        after_commit(wake)
