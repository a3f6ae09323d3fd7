"""What every deed on a request is made of; inside an open transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.db.base import db
from portal.db.types import new_public_id
from portal.helpdesk import policy
from portal.helpdesk.models import Message, Ticket, TicketChange
from portal.helpdesk.rules import CLOSED, MOST_WORDS, Change, Status, check_move
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.words import N_
from portal.members import audit
from portal.members.models import Member


class Unseen(Conflict):
    """Somebody wrote while this was being written."""

    default = N_("{name} wrote something while you were typing. It is below, and so is what you typed.")


@dataclass(frozen=True, kw_only=True)
class Saying:
    """What somebody writes in a thread. `seen`: how many messages were there when they began, if that is known."""

    words: str
    seen: int | None = None
    once: str = ""


def locked(ticket: Ticket) -> Ticket:
    """The request as it is now, and nobody else's until the transaction ends."""
    mine = select(Ticket).where(Ticket.id == ticket.id).with_for_update(of=Ticket)
    return db.session.scalars(mine.execution_options(populate_existing=True)).unique().one()


def checked(words: str) -> str:
    """The words as they are kept, unless there are none or too many."""
    said = words.replace("\r\n", "\n").replace("\0", "").strip()
    if not said:
        raise Invalid(N_("Write a line, so that we know what it is about."), field="words")
    if len(said) > MOST_WORDS:
        message = N_("That is {count} characters; {most} fit. Shorten it a little, or send it in two parts.")
        raise Invalid(message, field="words", count=len(said), most=MOST_WORDS)
    return said


def one_line(text: str, *, field: str, most: int) -> str:
    """A short text as it is kept, unless it is too long."""
    said = " ".join(text.replace("\0", "").split())
    if len(said) > most:
        raise Invalid(N_("That is a little long: {most} characters fit."), field=field, most=most)
    return said


def check_unseen(ticket: Ticket, saying: Saying, by: Member) -> None:
    """Raise Unseen if somebody else has written what the writer has not read."""
    if saying.seen is None:
        return
    query = select(Message).where(Message.ticket_id == ticket.id).order_by(Message.id)
    if not policy.can_work_on(by, ticket):
        query = query.where(Message.is_internal.is_(False))
    unread = list(db.session.scalars(query.offset(max(saying.seen, 0))))
    other = next((message.author for message in unread if message.author_id != by.id), None)
    if other is not None:
        raise Unseen(name=other.first_name)


def say(ticket: Ticket, words: str, by: Member, at: datetime, *, is_internal: bool = False) -> Message:
    message = Message(
        public_id=new_public_id(), ticket_id=ticket.id, author=by, words=words, is_internal=is_internal, written_at=at
    )  # fmt: skip
    db.session.add(message)
    return message


def move(ticket: Ticket, steps: Iterable[Status], by: Member, at: datetime) -> None:
    """Take the steps one by one, each allowed by the table and each remembered."""
    for status in steps:
        check_move(ticket.stands, status)
        ticket.status = status
        ticket.closed_at = at if status in CLOSED else None
        ticket.answered_at = at if status is Status.ANSWERED else ticket.answered_at
        remember(ticket, Change.MOVED, by, at)


def hand_to(ticket: Ticket, by: Member, at: datetime) -> None:
    ticket.shepherd = by
    remember(ticket, Change.CLAIMED, by, at)
    noted("claimed", ticket, by, at)


def remember(ticket: Ticket, what: Change, by: Member, at: datetime) -> None:
    db.session.add(TicketChange(ticket_id=ticket.id, by=by, what=what, status=ticket.status, changed_at=at))


def noted(deed: str, ticket: Ticket, by: Member, at: datetime, *, detail: str = "") -> None:
    audit.note(f"request.{deed}", about=f"request:{ticket.reference}", by=by, at=at, detail=detail)
