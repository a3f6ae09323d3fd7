"""When one checks in and when a room is passed on: pure."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.booking.attendance import rules
from portal.booking.attendance.rules import Visit
from portal.kernel.slots import Slot

pytestmark = pytest.mark.static

TEN = datetime(2026, 3, 10, 10, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def a_visit(**facts) -> Visit:
    usual = {
        "slot": Slot(TEN, TEN + HOUR), "status": "confirmed", "source": "portal", "made_at": TEN - DAY, "changed_at": TEN - DAY,
        "checked_in_at": None, "kept_for": 10 * MINUTE,
    }  # fmt: skip
    return Visit(**{**usual, **facts})


@pytest.mark.parametrize(("minutes", "is_open"), [(-16, False), (-15, True), (0, True), (59, True), (60, False)])
def test_check_in_is_open_from_a_quarter_of_an_hour_before_until_the_end(minutes, is_open):
    assert a_visit().is_open(TEN + minutes * MINUTE) is is_open


@pytest.mark.parametrize(("minutes", "missed"), [(-1, False), (9, False), (10, True), (59, True), (60, False)])
def test_a_room_is_kept_for_ten_minutes(minutes, missed):
    assert a_visit().is_missed(TEN + minutes * MINUTE) is missed


@pytest.mark.parametrize(
    "facts",
    [
        {"kept_for": timedelta()},
        {"slot": Slot(TEN, TEN + 8 * HOUR)},
        {"made_at": TEN - 2 * HOUR + MINUTE},
        {"source": "desk"},
        {"source": "import"},
        {"status": "held"},
        {"status": "cancelled"},
        {"checked_in_at": TEN - 5 * MINUTE},
    ],
)
def test_these_are_never_passed_on(facts):
    assert not a_visit(**facts).is_missed(TEN + 30 * MINUTE)


def test_one_made_exactly_two_hours_before_is_asked_for():
    assert a_visit(made_at=TEN - 2 * HOUR).is_missed(TEN + 10 * MINUTE)


def test_a_check_in_does_not_count_after_a_move_to_later():
    assert a_visit(checked_in_at=TEN - HOUR).is_missed(TEN + 10 * MINUTE)


def test_whoever_changed_it_a_moment_ago_has_that_long_again():
    moved = a_visit(changed_at=TEN + 8 * MINUTE)
    assert not moved.is_missed(TEN + 17 * MINUTE)
    assert moved.is_missed(TEN + 18 * MINUTE)


@pytest.mark.parametrize(
    ("after", "lasts", "takes"), [(37, 30, True), (30, 30, True), (15, 15, True), (14, 14, False), (0, 1, False)]
)
def test_a_stay_ends_on_the_step_before_so_that_the_next_one_begins_at_once(after, lasts, takes):
    slot, takes_the_room = rules.cut(Slot(TEN, TEN + HOUR), TEN + after * MINUTE)
    assert (slot.lasts, takes_the_room) == (lasts * MINUTE, takes)


def test_a_token_is_for_one_booking_at_one_time():
    token = rules.token("secret", "abc.def-12", TEN)
    assert rules.named_in(token) == "abc.def-12"
    assert rules.is_genuine(token, "secret", "abc.def-12", TEN)
    assert not rules.is_genuine(token, "other", "abc.def-12", TEN)
    assert not rules.is_genuine(token, "secret", "abc.def-13", TEN)
    assert not rules.is_genuine(token, "secret", "abc.def-12", TEN + MINUTE)
    assert not rules.is_genuine("abc.def-12.ümlaut", "secret", "abc.def-12", TEN)
