"""Wishes by the action, and who holds what."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.booking import actions as bookings
from portal.booking.models import Booking
from portal.booking.rules import Status
from portal.booking.waitlist import actions
from portal.booking.waitlist.models import Waiting
from portal.booking.waitlist.rules import Wish, WishKind
from portal.db.base import db
from portal.db.unit import transaction
from portal.kernel import clock
from portal.members.models import Member
from portal.outbox.models import Letter
from tests.cast import a_member


@pytest.fixture
def wait(asks) -> Callable[..., Waiting]:
    """`wait(ada, "alder", "12:15", "13:15")`: by the action, now; `minutes=` makes the two a window."""

    def waits(by, room: str, starts: str, ends: str, **more) -> Waiting:
        own = {name: more.pop(name) for name in ("kind", "any_room") if name in more}
        minutes, once = more.pop("minutes", 0), more.pop("once", "")
        ask = asks(room, starts, ends, **more)
        lasts = timedelta(minutes=minutes) if minutes else ask.slot.lasts
        wish = Wish(ask=ask, lasts=lasts, kind=own.pop("kind", WishKind.HOLD), **own)
        return actions.join(wish, by=by, at=clock.now(), once=once)

    return waits


def held_by(member) -> list[Booking]:
    """What is held for somebody now."""
    query = select(Booking).where(Booking.member_id == member.id, Booking.status == Status.HELD)
    return list(db.session.scalars(query.order_by(Booking.starts_at)))


def subjects(to: str) -> list[str]:
    """The letters to an address, in order."""
    return list(db.session.scalars(select(Letter.subject).where(Letter.to_address == to).order_by(Letter.id)))


@pytest.fixture
def full(book, cast):
    """Ben has Alder from 12:15 to 13:15."""
    return book(cast.ben, "alder", "12:15", "13:15")


def free(booking) -> None:
    """Its member gives it back."""
    bookings.cancel(booking, by=booking.member, at=clock.now())


@pytest.fixture
def fay(cast):
    """One more member."""
    return _newcomer("Fay Moss")


def _newcomer(name: str) -> Member:
    member = a_member(name)
    with transaction():
        db.session.add(member)
    return member
