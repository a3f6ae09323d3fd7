"""The letters about requests, one function each."""

from dataclasses import replace

from flask import current_app

from portal.helpdesk import queries
from portal.helpdesk.models import Message, Ticket
from portal.outbox.letters import Draft, written
from portal.web.language import _


def replied(ticket: Ticket, message: Message, *, asks: bool) -> Draft:
    """To whoever asked: what a person at the desk has written. The subject names nobody's trouble."""
    author = message.author
    draft = written(
        "helpdesk/replied",
        key=f"request:{ticket.reference}:{message.public_id}",
        thread=f"request:{ticket.reference}",
        to=ticket.member,
        subject=_("%(name)s about your request %(number)s", name=author.first_name, number=ticket.reference),
        ticket=ticket,
        message=message,
        asks=asks,
        house=queries.place_of(ticket),
        address=f"{current_app.config['GROVE'].base_url}/requests/{ticket.reference}",
    )
    return replace(draft, from_name=author.name)
