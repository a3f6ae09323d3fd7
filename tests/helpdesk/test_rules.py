from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.helpdesk import rules
from portal.helpdesk.rules import CLOSED, MOVES, OPEN, Status
from portal.kernel.business_time import BusinessHours, between

LONDON = ZoneInfo("Europe/London")
HOUSE = BusinessHours(LONDON, dict.fromkeys(range(5), (between(time(8, 30), time(19)),)))
NINE = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def test_every_status_has_its_moves():
    assert MOVES.keys() == set(Status)
    assert set(Status) == OPEN | CLOSED


def test_every_status_can_be_reached():
    assert set().union(*MOVES.values()) | {Status.RECEIVED} == set(Status)


def test_the_line_is_the_one_that_is_promised():
    line = (Status.RECEIVED, Status.ACKNOWLEDGED, Status.IN_HAND, Status.ANSWERED, Status.CLOSED_CONFIRMED)
    for now, to in pairwise(line):
        rules.check_move(now, to)
    for other in rules.WAITING:
        rules.check_move(Status.IN_HAND, other)
        rules.check_move(other, Status.IN_HAND)
        rules.check_move(other, Status.ANSWERED)


@pytest.mark.parametrize("now", Status)
@pytest.mark.parametrize("to", Status)
def test_a_move_that_is_not_in_the_table_is_refused(now, to):
    if to in MOVES[now]:
        rules.check_move(now, to)
    else:
        with pytest.raises(rules.NotFromHere):
            rules.check_move(now, to)


def test_only_an_answered_request_is_closed_as_confirmed():
    assert [now for now in Status if Status.CLOSED_CONFIRMED in MOVES[now]] == [Status.ANSWERED]


def test_nothing_is_closed_for_want_of_a_word_before_a_person_has_written():
    silent = [now for now in Status if Status.CLOSED_NO_WORD in MOVES[now]]
    assert silent == [Status.WAITING_FOR_MEMBER, Status.ANSWERED]


@pytest.mark.parametrize("asks", [True, False])
@pytest.mark.parametrize("now", sorted(OPEN))
def test_a_reply_takes_allowed_steps_only(now, asks):
    at = now
    for to in rules.moves_of_reply(now, asks=asks):
        rules.check_move(at, to)
        at = to
    assert at is Status.ANSWERED or not asks
    assert at is not Status.RECEIVED


@pytest.mark.parametrize("now", sorted(CLOSED))
def test_nobody_writes_on_a_closed_request(now):
    with pytest.raises(rules.Closed):
        rules.moves_of_reply(now, asks=False)
    with pytest.raises(rules.Closed):
        rules.moves_of_word(now)


@pytest.mark.parametrize("now", sorted(OPEN))
def test_a_members_word_moves_it_only_out_of_waiting_for_them(now):
    assert rules.moves_of_word(now) == ((Status.IN_HAND,) if now is Status.WAITING_FOR_MEMBER else ())


@pytest.mark.parametrize("status", sorted(CLOSED))
def test_it_is_opened_again_within_thirty_days_and_not_after(status):
    rules.check_reopening(status, NINE, now=NINE + timedelta(days=30))
    assert rules.is_reopenable(status, NINE, now=NINE + timedelta(days=30))
    with pytest.raises(rules.TooLongAgo):
        rules.check_reopening(status, NINE, now=NINE + timedelta(days=30, seconds=1))
    assert not rules.is_reopenable(status, NINE, now=NINE + timedelta(days=30, seconds=1))


@pytest.mark.parametrize("status", sorted(OPEN - {Status.ANSWERED}))
def test_what_is_open_is_not_opened_again(status):
    with pytest.raises(rules.NotFromHere):
        rules.check_reopening(status, None, now=NINE)


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("The heating is stuck.", "The heating is stuck"),
        ("  Heating!\n\nIt is very warm.", "Heating!"),
        ("Is there a locker free? I have two boxes.", "Is there a locker free?"),
        ("word " * 40, "word word word word word word word word word word word word word word…"),
        ("x" * 100, "x" * 72 + "…"),
    ],
)
def test_a_request_is_called_by_its_first_words(words, subject):
    assert rules.subject_of(words) == subject


@given(st.text(max_size=400))
def test_any_words_give_a_short_name(words):
    assert len(rules.subject_of(words)) <= rules.LONGEST_SUBJECT


def test_the_first_answer_is_due_after_an_hour_of_the_houses_own_time():
    late = datetime(2026, 3, 13, 18, 30, tzinfo=UTC)
    deadline = rules.first_response(late, HOUSE, now=late)
    assert deadline
    assert deadline.due_at == datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
    assert deadline.left == timedelta(minutes=60)
    assert not deadline.is_late


@pytest.mark.parametrize(
    ("minutes", "left", "over", "soon", "late"),
    [
        (0, 60, 0, False, False),
        (40, 20, 0, False, False),
        (41, 19, 0, True, False),
        (60, 0, 0, False, True),
        (65, 0, 5, False, True),
    ],
)
def test_how_long_is_left_and_by_how_much_it_is_over(minutes, left, over, soon, late):
    deadline = rules.first_response(NINE, HOUSE, now=NINE + timedelta(minutes=minutes))
    assert deadline
    assert (deadline.left, deadline.over) == (timedelta(minutes=left), timedelta(minutes=over))
    assert (deadline.is_soon, deadline.is_late) == (soon, late)
    assert deadline.gone == min(minutes, 60)


def test_where_nobody_ever_opens_there_is_no_deadline():
    assert rules.first_response(NINE, BusinessHours(LONDON, {}), now=NINE) is None
