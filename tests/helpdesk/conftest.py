"""Requests of the cast, made by the actions."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from portal.booking.models import Part, Room
from portal.db.base import db
from portal.db.unit import transaction
from portal.helpdesk import actions, queries
from portal.helpdesk.actions import Asking
from portal.helpdesk.models import Ticket
from portal.helpdesk.steps import Saying
from portal.kernel import clock
from portal.members.models import Role
from tests.cast import a_member


@pytest.fixture
def alder(cast) -> Room:
    """A room to ask about."""
    with transaction():
        part = Part(location_id=cast.house.id, name="Alder")
        room = Room(slug="alder", name="Alder", location_id=cast.house.id, capacity=10, fire_capacity=12, parts=[part])
        db.session.add(room)
    return room


@pytest.fixture
def luis(cast) -> Any:
    """A second community manager."""
    with transaction():
        member = a_member("Luis Ortega", role=Role.COMMUNITY_MANAGER)
        member.joined_on = date(2025, 1, 6)
        db.session.add(member)
    return member


@pytest.fixture
def asked(cast) -> Callable[..., Ticket]:
    """`asked("The heating is stuck")`: by ada, now."""

    def ask(words: str = "The heating is stuck.", *, by: Any = None, **more: Any) -> Ticket:
        return actions.ask(Asking(words=words, **more), by=by or cast.ada, at=clock.now())

    return ask


@pytest.fixture
def replied(cast) -> Callable[..., None]:
    """`replied(ticket, "On my way")`: by cleo, now."""

    def reply(ticket: Ticket, words: str = "On my way.", *, by: Any = None, asks: bool = False) -> None:
        actions.reply(ticket, Saying(words=words), by=by or cast.cleo, at=clock.now(), asks=asks)

    return reply


def fresh(ticket: Ticket) -> Ticket:
    """The request as it is now."""
    db.session.rollback()
    return queries.ticket_for(ticket.member, ticket.reference)


def said(ticket: Ticket, *, by: Any) -> list[str]:
    """What this person reads in the thread."""
    return [message.words for message in queries.thread_of(ticket, for_=by)]
