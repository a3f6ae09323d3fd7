"""When a letter is tried again."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.outbox.rules import GIVE_UP_AFTER, PAUSES, PAUSES_AWAY, next_try, pause

pytestmark = pytest.mark.static

WRITTEN = datetime(2026, 3, 10, 9, tzinfo=UTC)


def test_pauses_grow():
    assert list(PAUSES) == sorted(set(PAUSES))
    assert [pause(tries, away=False) for tries in (1, 2, 99)] == [PAUSES[0], PAUSES[1], PAUSES[-1]]


def test_a_server_that_is_away_is_asked_at_least_every_five_minutes():
    assert max(PAUSES_AWAY) == pause(500, away=True) == timedelta(minutes=5)


@pytest.mark.parametrize("away", [True, False])
def test_it_is_given_up_after_two_days(away):
    late = WRITTEN + GIVE_UP_AFTER
    assert next_try(9, away=away, written_at=WRITTEN, now=late - timedelta(hours=5)) is not None
    assert next_try(9, away=away, written_at=WRITTEN, now=late) is None
