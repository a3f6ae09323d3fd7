"""Letters leave: one worker takes a letter, talks to the mail server, writes down what came of it."""

import logging
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from time import sleep
from typing import Any
from urllib.parse import unquote, urlsplit

import flask_mail
from flask import Flask, current_app
from sqlalchemy import ColumnElement, exists, or_, select, update
from sqlalchemy.orm import aliased

import config
from portal.db.base import db
from portal.db.unit import transaction
from portal.kernel import clock
from portal.kernel.errors import PortalError, Unavailable
from portal.outbox.envelope import Parcel
from portal.outbox.models import Letter
from portal.outbox.queue import wake
from portal.outbox.rules import LEASE, Answer, next_try
from portal.web.say import say

log = logging.getLogger(__name__)

PATIENCE = 20
MOST_AT_ONCE = 200
CLOSING = 421
REFUSED = 500
LONGEST_TROUBLE = 300
RECORD_PAUSES = (0, 1, 3, 10)
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


# --- The mail server --------------------------------------------------------------------------------


def install(app: Flask, settings: config.Settings) -> None:
    """Set Flask-Mail up from PORTAL_MAIL_URL."""
    app.config.update(_flask_mails(settings))
    flask_mail.Mail(app)


def _flask_mails(settings: config.Settings) -> dict[str, Any]:
    url = urlsplit(settings.mail_url)
    encrypted = url.scheme == "smtps"
    return {
        "MAIL_SERVER": url.hostname or "localhost",
        "MAIL_PORT": url.port or (465 if encrypted else 587 if url.username else 25),
        "MAIL_USERNAME": unquote(url.username or "") or None,
        "MAIL_PASSWORD": unquote(url.password or "") or None,
        "MAIL_USE_SSL": encrypted,
        "MAIL_SUPPRESS_SEND": False,
    }


def reach(settings: config.Settings) -> None:
    """Connect, sign in and leave again; raises what the mail server or the network says. For `portal check`."""
    mail = flask_mail.Mail()
    mail.state = mail.init_mail(_flask_mails(settings))
    with Line(mail):
        pass


class Line(flask_mail.Connection):
    """A connection that does not wait for ever and checks whom it talks to."""

    def configure_host(self) -> smtplib.SMTP | smtplib.SMTP_SSL:
        """Connect; with STARTTLS where the server offers it, and always before a password is said."""
        mail, context = self.mail, ssl.create_default_context()
        if mail.use_ssl:
            host: smtplib.SMTP = smtplib.SMTP_SSL(mail.server, mail.port or 0, timeout=PATIENCE, context=context)
        else:
            host = smtplib.SMTP(mail.server, mail.port or 0, timeout=PATIENCE)
            host.ehlo()
            if mail.server not in LOCAL and (mail.username or host.has_extn("starttls")):
                host.starttls(context=context)
        if mail.username and mail.password:
            host.login(mail.username, mail.password)
        return host


class Counter:
    """The mail server's counter: opened when the first letter is handed over, again after it was slammed shut."""

    def __init__(self) -> None:
        """Closed."""
        self._line: Line | None = None

    def hand_over(self, parcel: Parcel) -> tuple[Answer, str]:
        """What the server makes of the letter, and in which words."""
        try:
            line = self._line or self._open()
        except (OSError, smtplib.SMTPException) as away:
            return Answer.AWAY, _words(away)
        try:
            line.send(parcel)
        except smtplib.SMTPRecipientsRefused as refused:
            code, words = next(iter(refused.recipients.values()))
            return self._judged(code, f"{code} {words.decode(errors='replace')}")
        except smtplib.SMTPResponseException as refused:
            return self._judged(refused.smtp_code, _words(refused))
        except OSError as broken:  # smtplib's own errors among them
            self.close()
            return Answer.LATER, _words(broken)
        return Answer.TAKEN, ""

    def _open(self) -> Line:
        self._line = Line(current_app.extensions["mail"]).__enter__()
        return self._line

    def _judged(self, code: int, words: str) -> tuple[Answer, str]:
        if code == CLOSING:
            self.close()
        return (Answer.NEVER if code >= REFUSED else Answer.LATER), words

    def close(self) -> None:
        """Say goodbye, if there is still somebody to say it to."""
        line, self._line = self._line, None
        if line is not None and line.host is not None:
            with suppress(OSError):
                line.host.quit()
            line.host.close()


def _words(trouble: Exception) -> str:
    if isinstance(trouble, PortalError):
        return say(trouble)
    if isinstance(trouble, smtplib.SMTPResponseException):
        said = trouble.smtp_error
        return f"{trouble.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    return str(trouble) or type(trouble).__name__


# --- One letter after the other -----------------------------------------------------------------------


def deliver_due() -> int:
    """Send what is due until nothing is or the server is away; how many letters left."""
    if current_app.config["GROVE"].mail_url == config.KEPT:
        return _keep_all()
    sent = 0
    with _counter() as counter:
        for _ in range(MOST_AT_ONCE):
            letter = claim(at=clock.now())
            if letter is None:
                return sent
            answer = _deliver(letter, counter)
            sent += answer is Answer.TAKEN
            if answer is Answer.AWAY:
                return sent
    wake()
    return sent


@contextmanager
def _counter() -> Iterator[Counter]:
    counter = Counter()
    try:
        yield counter
    finally:
        counter.close()


def _deliver(letter: Letter, counter: Counter) -> Answer:
    number, public_id = letter.id, letter.public_id
    try:
        parcel = Parcel(letter, sender=current_app.config["GROVE"].mail_from)
        # Nothing is held in the database while we wait for the server.
        db.session.rollback()
        answer, words = counter.hand_over(parcel)
    except Exception as broken:  # noqa: BLE001 - one letter that cannot be built or sent must not stop the others
        db.session.rollback()
        answer, words = Answer.NEVER, _words(broken)
    if answer is not Answer.TAKEN:
        log.warning("letter %s: %s", public_id, answer.value)
    _patiently_record(number, answer, words)
    return answer


def claim(*, at: datetime) -> Letter | None:
    """The next letter that is due, ours alone for the length of the lease; None if there is none."""
    found = select(Letter).where(*_due(at)).order_by(Letter.due_at, Letter.id).limit(1)
    if db.session.scalar(found.with_only_columns(Letter.id)) is None:
        db.session.rollback()
        return None
    with transaction():
        letter = db.session.scalar(found.with_for_update(skip_locked=True))
        if letter is not None:
            letter.claimed_until = at + LEASE
            letter.tries += 1
    return letter


def _due(at: datetime) -> tuple[ColumnElement[bool], ...]:
    """Due, nobody's, and the oldest one waiting in its thread for this address."""
    earlier = aliased(Letter)
    overtaken = exists().where(
        earlier.thread == Letter.thread,
        earlier.to_address == Letter.to_address,
        earlier.id < Letter.id,
        earlier.due_at.is_not(None),
    )
    unclaimed = or_(Letter.claimed_until.is_(None), Letter.claimed_until <= at)
    return Letter.due_at <= at, unclaimed, ~overtaken


def _patiently_record(number: int, answer: Answer, words: str) -> None:
    """Write down what the server said, also if the database is away for a moment: else the letter would leave twice."""
    for pause in RECORD_PAUSES:
        sleep(pause)
        with suppress(Unavailable):
            record(number, answer, words, at=clock.now())
            return
    log.error("could not write down what became of letter row %s", number)


def record(number: int, answer: Answer, words: str, *, at: datetime) -> None:
    """Write down what the mail server said to a letter."""
    with transaction():
        letter = db.session.get_one(Letter, number)
        letter.claimed_until = None
        letter.last_trouble = words[:LONGEST_TROUBLE].replace("\0", "")
        if answer is Answer.TAKEN:
            letter.sent_at, letter.due_at = at, None
            return
        letter.due_at = _again(letter, answer, at=at)
        if letter.due_at is None:
            letter.failed_at = at


def _again(letter: Letter, answer: Answer, *, at: datetime) -> datetime | None:
    if answer is Answer.NEVER:
        return None
    return next_try(letter.tries, away=answer is Answer.AWAY, written_at=letter.written_at, now=at)


def _keep_all() -> int:
    """Keep what waited: from now on the house sends no mail."""
    with transaction():
        kept: Any = db.session.execute(update(Letter).where(Letter.due_at.is_not(None)).values(due_at=None))
    return int(kept.rowcount)
