"""Half-open time and what is left of it."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.slots import Slot, gaps, merged

MIDNIGHT = datetime(2026, 3, 10, tzinfo=UTC)
MINUTES = 240


def slot(begin: int, end: int) -> Slot:
    """A slot by minutes of the day."""
    return Slot(MIDNIGHT + timedelta(minutes=begin), MIDNIGHT + timedelta(minutes=end))


def minutes(slots: list[Slot]) -> set[int]:
    """Every minute the slots cover, counted one by one: the oracle."""
    return {
        minute
        for stretch in slots
        for minute in range(MINUTES)
        if stretch.starts_at <= MIDNIGHT + timedelta(minutes=minute) < stretch.ends_at
    }


slots = st.lists(
    st.tuples(st.integers(0, MINUTES - 1), st.integers(1, 90)).map(lambda pair: slot(pair[0], min(MINUTES, sum(pair)))),
    max_size=12,
)


def test_touching_slots_do_not_overlap() -> None:
    assert not slot(60, 120).overlaps(slot(120, 180))
    assert slot(60, 121).overlaps(slot(120, 180))


def test_a_slot_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        slot(120, 60)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        Slot(datetime(2026, 3, 10, 9), datetime(2026, 3, 10, 10))  # noqa: DTZ001 - naive is the point


@given(slots, slots)
def test_two_slots_overlap_when_they_share_a_minute(some: list[Slot], others: list[Slot]) -> None:
    for one in some:
        for other in others:
            assert one.overlaps(other) == bool(minutes([one]) & minutes([other]))


@given(slots)
def test_merging_keeps_every_minute_and_leaves_no_overlap(some: list[Slot]) -> None:
    one = merged(some)
    assert minutes(one) == minutes(some)
    assert all(before.ends_at < after.starts_at for before, after in itertools.pairwise(one))


@given(slots)
def test_gaps_are_what_is_left_to_the_minute(taken: list[Slot]) -> None:
    whole = slot(0, MINUTES)
    free = gaps(whole, taken)
    assert minutes(free) == set(range(MINUTES)) - minutes(taken)
    assert all(before.ends_at < after.starts_at for before, after in itertools.pairwise(free))
