"""When a letter is tried again, and when that ends; pure."""

from datetime import datetime, timedelta
from enum import StrEnum

LEASE = timedelta(minutes=5)
"""For this long a letter belongs to the worker that took it; longer than any conversation with a mail server."""
GIVE_UP_AFTER = timedelta(hours=48)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240))
# The server's absence says nothing about the letter, so it is asked more often: all is out soon after it returns.
PAUSES_AWAY = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 3, 5))


class State(StrEnum):
    """Where a letter is."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    KEPT = "kept"


class Answer(StrEnum):
    """What came of handing a letter to the mail server."""

    TAKEN = "taken"
    LATER = "later"
    NEVER = "never"
    AWAY = "away"


def pause(tries: int, *, away: bool) -> timedelta:
    """How long to wait after this many tries."""
    pauses = PAUSES_AWAY if away else PAUSES
    return pauses[min(max(tries, 1), len(pauses)) - 1]


def next_try(tries: int, *, away: bool, written_at: datetime, now: datetime) -> datetime | None:
    """When to try next; None once two days have gone by."""
    again = now + pause(tries, away=away)
    return again if again - written_at <= GIVE_UP_AFTER else None
