"""A letter as mail: the one place where mail headers are built."""

from email import policy
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime
from typing import Any, cast

import flask_mail

from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.outbox.models import Letter

FORBIDDEN = frozenset("\r\n\0")
HOUSE = "Grove"


class BadHeader(Invalid):
    """Something with a line break was about to become a mail header."""

    default = N_("A name, an address or a title has a line break in it. Take it out and try again.")


def checked(*values: str) -> None:
    """Refuse what would end a header and begin another: CR, LF and NUL."""
    if any(FORBIDDEN.intersection(value) for value in values):
        raise BadHeader


def sender_name(name: str) -> str:
    """Who a letter is from, as people read it: the house, or somebody at it."""
    return name if HOUSE in name else f"{name} at {HOUSE}" if name else HOUSE


def address(name: str, mailbox: str) -> Address:
    """A mailbox with a name; a domain with letters outside of ASCII travels in its other spelling."""
    local, _, domain = mailbox.rpartition("@")
    if not local or not domain or any(mark.isspace() for mark in mailbox):
        raise BadHeader(N_("{address} is not an e-mail address."), address=mailbox)
    return Address(name, local, domain if domain.isascii() else domain.encode("idna").decode())


class Parcel(flask_mail.Message):
    """A letter as Flask-Mail sends it, with exactly the parts that calendar programs expect."""

    def __init__(self, letter: Letter, *, sender: str) -> None:
        """Take everything out of the letter, so that the database is not needed while it travels."""
        super().__init__(
            letter.subject,
            recipients=[letter.to_address],
            body=letter.text,
            html=letter.html or None,
            sender=sender,
            date=letter.written_at.timestamp(),
        )
        self.msgId = letter.message_id
        self._calendar = letter.calendar
        self._method = letter.calendar_method
        self._headers: dict[str, Any] = {
            "Subject": letter.subject,
            "From": address(letter.from_name, sender),
            "To": address(letter.to_name, letter.to_address),
            "Date": format_datetime(letter.written_at),
            "Message-ID": letter.message_id,
            "Reply-To": address("", letter.reply_to) if letter.reply_to else "",
            "In-Reply-To": letter.in_reply_to,
            "References": letter.in_reply_to,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        }
        checked(*map(str, self._headers.values()))

    def _message(self) -> Any:  # noqa: ANN401 - Flask-Mail names an older class than it needs
        """The mail: mixed(alternative(text, html, calendar), invite.ics), or less where there is less."""
        message = EmailMessage(policy=policy.SMTP)
        for name, value in self._headers.items():
            if value:
                message[name] = value
        if self._calendar is None:
            self._words_into(message)
            return message
        words: Any = MIMEPart(policy=policy.SMTP)
        self._words_into(words)
        if not self.html:
            words.make_alternative()
        words.attach(self._invitation(self._calendar))
        message["MIME-Version"] = "1.0"
        message.make_mixed()
        message.attach(words)
        message.attach(_attachment(self._calendar))
        return message

    def _words_into(self, part: MIMEPart) -> None:
        part.set_content(self.body or "", cte="quoted-printable")
        if self.html:
            part.add_alternative(self.html, subtype="html", cte="quoted-printable")

    def _invitation(self, calendar: bytes) -> Any:  # noqa: ANN401 - typeshed wants a whole message where a part belongs
        """The part that calendar programs act upon; base64, so that no line of it is touched on the way."""
        part = MIMEPart(policy=policy.SMTP)
        params = cast("dict[str, str]", {"method": self._method, "charset": "UTF-8"})
        part.set_content(calendar, maintype="text", subtype="calendar", params=params, cte="base64")
        return part


def _attachment(calendar: bytes) -> Any:  # noqa: ANN401 - as above
    """The same as a file, for programs and people that want one."""
    part = MIMEPart(policy=policy.SMTP)
    part.set_content(
        calendar, maintype="application", subtype="ics", disposition="attachment", filename="invite.ics", cte="base64"
    )
    return part
