"""What can be done with a request: each is one transaction, under a lock on the request."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import update

from portal.booking.models import Room
from portal.db import once
from portal.db.base import db
from portal.db.unit import transaction
from portal.helpdesk import mail, policy, queries, steps
from portal.helpdesk.models import Ticket, TicketNumber
from portal.helpdesk.rules import (
    CLOSED,
    LONGEST_ACTION,
    LONGEST_SUBJECT,
    Channel,
    Closed,
    Kind,
    Status,
    check_move,
    check_reopening,
    moves_of_reply,
    moves_of_word,
    subject_of,
)
from portal.helpdesk.steps import Saying
from portal.kernel.errors import Conflict, Forbidden, Invalid
from portal.kernel.words import N_
from portal.kernel.zones import local_date
from portal.members.models import Member
from portal.outbox.actions import post


class AlreadyClaimed(Conflict):
    """A colleague was quicker."""

    default = N_("Already claimed by {name}.")


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What somebody asks; one line of words is enough. `once` is the form's token."""

    words: str
    subject: str = ""
    kind: Kind | None = None
    room: Room | None = None
    channel: Channel = Channel.PORTAL
    once: str = ""


def ask(asking: Asking, *, by: Member, at: datetime) -> Ticket:
    """Write the request down and start its clock; the same form sent twice makes one."""
    words = steps.checked(asking.words)
    subject = steps.one_line(asking.subject, field="subject", most=LONGEST_SUBJECT) or subject_of(words)
    try:
        with transaction():
            made = once.made_by(asking.once)
            if made is not None:
                return queries.ticket_for(by, made)
            return _received(asking, (subject, words), by, at)
    except once.AlreadyDone:
        return queries.ticket_for(by, once.made_by(asking.once) or "")


def _received(asking: Asking, said: tuple[str, str], by: Member, at: datetime) -> Ticket:
    subject, words = said
    ticket = Ticket(
        number=_next_number(),
        member=by,
        subject=subject,
        kind=asking.kind,
        room_id=asking.room.id if asking.room else None,
        channel=asking.channel,
        status=Status.RECEIVED,
        received_at=at,
        created_at=at,
        waiting_since=at,
    )
    db.session.add(ticket)
    db.session.flush()
    steps.say(ticket, words, by, at)
    once.use(asking.once, made=ticket.reference, at=at)
    steps.noted("received", ticket, by, at)
    return ticket


def _next_number() -> int:
    """One more than the last; who takes the next one waits until this one is written or given back."""
    step = update(TicketNumber).values(last=TicketNumber.last + 1).returning(TicketNumber.last)
    return db.session.scalars(step.execution_options(synchronize_session=False)).one()


def write(ticket: Ticket, saying: Saying, *, by: Member, at: datetime) -> None:
    """The member adds a word; from then on they wait for ours, unless we wait for their yes."""
    words = steps.checked(saying.words)
    with transaction():
        ticket = steps.locked(ticket)
        if once.made_by(saying.once):
            return
        steps.check_unseen(ticket, saying, by)
        steps.move(ticket, moves_of_word(ticket.stands), by, at)
        ticket.waiting_since = ticket.waiting_since or at
        steps.say(ticket, words, by, at)
        once.use(saying.once, made=ticket.reference, at=at)
        steps.noted("written", ticket, by, at)


def reply(ticket: Ticket, saying: Saying, *, by: Member, at: datetime, asks: bool = False) -> None:
    """The desk answers, by mail too; `asks`: and asks whether it is fixed. Whoever answers first sees it through."""
    _require_desk(by, ticket)
    words = steps.checked(saying.words)
    with transaction():
        ticket = steps.locked(ticket)
        if once.made_by(saying.once):
            return
        steps.check_unseen(ticket, saying, by)
        steps.move(ticket, moves_of_reply(ticket.stands, asks=asks), by, at)
        if ticket.shepherd_id is None:
            steps.hand_to(ticket, by, at)
        ticket.waiting_since = None
        ticket.first_response_at = ticket.first_response_at or at
        message = steps.say(ticket, words, by, at)
        once.use(saying.once, made=ticket.reference, at=at)
        post(mail.replied(ticket, message, asks=asks), at=at)
        steps.noted("replied", ticket, by, at)


def note_for_the_desk(ticket: Ticket, saying: Saying, *, by: Member, at: datetime) -> None:
    """Write something that only the desk reads; it answers nobody and stops no clock."""
    _require_desk(by, ticket)
    words = steps.checked(saying.words)
    with transaction():
        ticket = steps.locked(ticket)
        if once.made_by(saying.once):
            return
        steps.check_unseen(ticket, saying, by)
        steps.say(ticket, words, by, at, is_internal=True)
        once.use(saying.once, made=ticket.reference, at=at)
        steps.noted("noted", ticket, by, at)


def claim(ticket: Ticket, *, by: Member, at: datetime) -> None:
    """See it through from now on. Of several at once one has it; the others are told who."""
    _require_desk(by, ticket)
    ticket_id = ticket.id
    with transaction():
        mine = update(Ticket).where(Ticket.id == ticket_id, Ticket.shepherd_id.is_(None), Ticket.status.not_in(CLOSED))
        won = db.session.execute(mine.values(shepherd_id=by.id).execution_options(synchronize_session=False))
        ticket = db.session.get_one(Ticket, ticket_id, populate_existing=True)
        if won.rowcount == 1:  # type: ignore[attr-defined]
            steps.hand_to(ticket, by, at)
        elif ticket.is_closed:
            raise Closed
        elif ticket.shepherd is not None and ticket.shepherd_id != by.id:
            raise AlreadyClaimed(name=ticket.shepherd.name)


def plan(ticket: Ticket, next_action: str, on: date | None, *, by: Member, at: datetime) -> None:
    """Set down what happens next and by which day; the member reads it."""
    _require_desk(by, ticket)
    action = steps.one_line(next_action, field="next_action", most=LONGEST_ACTION)
    if on is not None and on < local_date(at, queries.place_of(ticket).zone):
        raise Invalid(N_("That day has passed. Choose today or a later one."), field="next_action_on")
    with transaction():
        ticket = steps.locked(ticket)
        ticket.next_action, ticket.next_action_on = action, on
        steps.noted("planned", ticket, by, at)


def sort(ticket: Ticket, kind: Kind, *, by: Member, at: datetime) -> None:
    """Say what kind of request it is."""
    _require_desk(by, ticket)
    with transaction():
        ticket = steps.locked(ticket)
        ticket.kind = kind
        steps.noted("sorted", ticket, by, at, detail=f"kind={kind}")


def confirm(ticket: Ticket, *, by: Member, at: datetime) -> None:
    """Whoever asked says that it is fixed: the one way to close a request well."""
    _require_owner(by, ticket)
    with transaction():
        ticket = steps.locked(ticket)
        if ticket.stands is Status.CLOSED_CONFIRMED:
            return
        check_move(ticket.stands, Status.CLOSED_CONFIRMED)
        steps.move(ticket, (Status.CLOSED_CONFIRMED,), by, at)
        ticket.waiting_since = None
        steps.noted("confirmed", ticket, by, at)


def reopen(ticket: Ticket, words: str, *, by: Member, at: datetime) -> None:
    """Whoever asked says that it is not fixed, or not any more; words are welcome, not needed."""
    _require_owner(by, ticket)
    said = steps.checked(words) if words.strip() else ""
    with transaction():
        ticket = steps.locked(ticket)
        check_reopening(ticket.stands, ticket.closed_at, now=at)
        steps.move(ticket, (Status.IN_HAND,), by, at)
        ticket.waiting_since = at
        if said:
            steps.say(ticket, said, by, at)
        steps.noted("reopened", ticket, by, at)


def _require_desk(by: Member, ticket: Ticket) -> None:
    if not policy.can_work_on(by, ticket):
        raise Forbidden


def _require_owner(by: Member, ticket: Ticket) -> None:
    if not policy.can_close(by, ticket):
        raise Forbidden(N_("Only {name} can say whether it is fixed."), name=ticket.member.first_name)
