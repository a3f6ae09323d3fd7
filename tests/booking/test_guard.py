"""The guard against an oracle that looks at every minute: whatever is written, by the action or by hand."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import IntegrityError

from portal.booking.grid.rules import RoomDay, Stretch
from portal.booking.models import Occupancy, Part
from portal.booking.rules import Kind, RoomFacts, Taken
from portal.db.base import db
from portal.db.constraints import refusal
from portal.db.unit import transaction
from portal.kernel.slots import Slot

ZERO = datetime(2026, 3, 10, tzinfo=UTC)


def minute(number: int) -> datetime:
    return ZERO + timedelta(minutes=number)


@dataclass(frozen=True)
class Row:
    """An occupancy in minutes."""

    setup: int
    start: int
    end: int
    turned: int

    @property
    def columns(self) -> dict[str, Any]:
        return {
            "setup_from": minute(self.setup),
            "starts_at": minute(self.start),
            "ends_at": minute(self.end),
            "turned_until": minute(self.turned),
        }

    def meets(self, other: "Row") -> bool:
        """Whether the one's time and turnover, or its setup and time, shares a minute with the other's."""
        return bool(
            set(range(self.start, self.turned)) & set(range(other.start, other.turned))
            or set(range(self.setup, self.end)) & set(range(other.setup, other.end))
        )


rows = st.builds(
    lambda start, length, setup, turnover: Row(start - setup, start, start + length, start + length + turnover),
    st.integers(0, 60),
    st.integers(1, 20),
    st.integers(0, 8),
    st.integers(0, 8),
)


@pytest.fixture
def part(cast) -> int:
    with transaction():
        part = Part(location_id=cast.house.id, name="Alder")
        db.session.add(part)
    return part.id


def write(part: int, row: Row) -> bool:
    """Past every action, straight into the table."""
    try:
        with db.engine.begin() as connection:
            connection.execute(insert(Occupancy).values(part_id=part, kind=Kind.MAINTENANCE, **row.columns))
    except IntegrityError as violation:
        if isinstance(refusal(violation), Taken):
            return False
        raise
    return True


@given(st.lists(rows, max_size=12))
@settings(max_examples=40)
def test_the_database_lets_in_exactly_what_meets_nothing(part, wanted):
    with db.engine.begin() as connection:
        connection.execute(delete(Occupancy))
    inside: list[Row] = []
    for row in wanted:
        let_in = write(part, row)
        assert let_in is not any(row.meets(other) for other in inside), (row, inside)
        if let_in:
            inside.append(row)


@given(st.lists(rows, min_size=1, max_size=8), st.integers(0, 7), rows)
@settings(max_examples=40)
def test_the_database_lets_a_row_move_exactly_where_it_meets_nothing(part, wanted, which, target):
    with db.engine.begin() as connection:
        connection.execute(delete(Occupancy))
    inside = [row for row in wanted if write(part, row)]
    moving = inside[which % len(inside)]
    free = not any(target.meets(other) for other in inside if other is not moving)
    try:
        with db.engine.begin() as connection:
            there = (Occupancy.starts_at == moving.columns["starts_at"], Occupancy.part_id == part)
            connection.execute(update(Occupancy).where(*there).values(**target.columns))
    except IntegrityError:
        assert not free
    else:
        assert free


@given(st.lists(rows, max_size=8), rows)
def test_the_free_time_is_exactly_what_the_database_would_take(taken, wanted):
    """A room's own setup and turnover, whatever those of its neighbours: `RoomDay.is_free` and the two rules agree."""
    inside: list[Row] = []
    for row in taken:
        if not any(row.meets(other) for other in inside):
            inside.append(row)
    room = RoomFacts(
        id=1, slug="alder", name="Alder", capacity=9, fire_capacity=9,
        setup=timedelta(minutes=wanted.start - wanted.setup), turnover=timedelta(minutes=wanted.turned - wanted.end),
    )  # fmt: skip
    stretches = tuple(Stretch(Kind.BOOKING, **row.columns) for row in inside)
    slot = Slot(minute(wanted.start), minute(wanted.end))
    fits = not any(wanted.meets(row) for row in inside)
    day = RoomDay(room, stretches)
    assert day.is_free(slot) is fits
    assert any(gap.covers(slot) for gap in day.free([Slot(minute(-200), minute(300))])) is fits


@pytest.mark.parametrize(
    "row",
    [
        Row(0, 0, 7 * 24 * 60 + 1, 7 * 24 * 60 + 1),
        Row(-241, 0, 60, 60),
        Row(0, 0, 60, 60 + 241),
        Row(0, 60, 60, 60),
        Row(10, 0, 60, 60),
        Row(0, 0, 60, 50),
    ],
)
def test_what_would_break_the_bounds_of_a_read_is_refused(part, row):
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(insert(Occupancy).values(part_id=part, kind=Kind.MAINTENANCE, **row.columns))


def test_the_longest_allowed_is_allowed(part):
    assert write(part, Row(-240, 0, 7 * 24 * 60, 7 * 24 * 60 + 240))


@pytest.mark.sqlite
def test_a_time_written_another_way_cannot_slip_past_the_trigger(part):
    statement = text(
        "INSERT INTO occupancy (part_id, kind, setup_from, starts_at, ends_at, turned_until)"
        " VALUES (:part, 'maintenance', :at, :at, '2026-03-10 11:00', '2026-03-10 11:00')"
    )
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(statement, {"part": part, "at": "2026-03-10 10:00"})


def test_the_longer_of_turnover_and_setup_counts_not_the_sum(part):
    assert write(part, Row(0, 10, 60, 70))
    assert not write(part, Row(55, 69, 90, 100))
    assert write(part, Row(60, 70, 90, 100))


def test_rows_of_other_parts_are_in_nobodys_way(cast, part):
    with transaction():
        other = Part(location_id=cast.house.id, name="Birch")
        db.session.add(other)
    assert write(part, Row(0, 0, 60, 60))
    assert write(other.id, Row(0, 0, 60, 60))
