"""Whatever people do, the line is fair and no room is held twice."""

from datetime import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.booking import actions as bookings
from portal.booking.models import Booking, Occupancy
from portal.booking.rules import Refused, Status, Taken
from portal.booking.waitlist import actions, jobs, queries
from portal.booking.waitlist.models import Waiting
from portal.booking.waitlist.rules import Stage
from portal.db.base import db
from portal.db.unit import transaction
from portal.kernel import clock
from portal.kernel.errors import Conflict, Forbidden, Invalid
from portal.outbox.models import Letter


@pytest.fixture
def tools(book, wait, at):
    """What the people of these tests do things with."""
    return book, wait, at


DEEDS = st.lists(
    st.tuples(st.sampled_from(["wait", "wait", "book", "free", "accept", "leave", "pass"]), st.integers(0, 2), st.integers(0, 3)),
    max_size=14,
)


@settings(max_examples=25)
@given(deeds=DEEDS)
def test_nobody_is_skipped_and_nothing_overlaps(cast, tools, deeds):
    """Whatever happens, who waits longest for what is free holds it, and no room is held twice."""
    with transaction():
        for table in (Occupancy, Waiting, Letter, Booking):
            db.session.query(table).delete()
    tools[2]("2026-03-10 09:00")
    people = [cast.ada, cast.ben, cast.cleo]
    for deed, who, hour in deeds:
        _do(deed, people[who], f"{12 + hour}:00", tools)
        jobs.tend_waitlist()
        _nobody_skipped()
        _nothing_overlaps()


def _do(deed, who, begins, tools) -> None:
    book, wait, at = tools
    ends = f"{time.fromisoformat(begins).hour + 1}:00"
    open_ones = [each for each in queries.open_ones() if each.member is who]
    mine = [each for each in db.session.scalars(select(Booking).where(Booking.member == who)) if each.status == Status.CONFIRMED]
    try:
        if deed == "wait":
            wait(who, "alder", begins, ends)
        elif deed == "book":
            book(who, "alder", begins, ends)
        elif deed == "free" and mine:
            bookings.cancel(mine[0], by=who, at=clock.now())
        elif deed == "accept" and open_ones:
            actions.accept(open_ones[0], by=who, at=clock.now())
        elif deed == "leave" and open_ones:
            actions.withdraw(open_ones[0], by=who, at=clock.now())
        elif deed == "pass":
            at.later(minutes=20)
    except (Taken, Refused, Invalid, Conflict, Forbidden):
        return


def _nobody_skipped() -> None:
    """Who still waits cannot be served; and of those who want the same, nobody who came later has it instead."""
    for each in [each for each in queries.open_ones() if each.status == Stage.WAITING]:
        (space,) = queries.spaces_as_they_are([each.room.slug]).values()
        assert not list(queries.slots_for(each, space, at=clock.now()))
        later = db.session.scalars(select(Waiting).where(Waiting.status == Stage.OFFERED, Waiting.id > each.id))
        assert not any(other.booking and other.booking.slot.overlaps(each.window) for other in later)


def _nothing_overlaps() -> None:
    rows = sorted(db.session.scalars(select(Occupancy)), key=lambda row: row.starts_at)
    assert all(one.ends_at <= other.starts_at for one, other in pairwise(rows))
    live = [each for each in db.session.scalars(select(Booking)) if each.is_live and each.ends_at > clock.now()]
    assert len(live) == len([row for row in rows if row.ends_at > clock.now()])
