"""Where a request may go next, when its first answer is due, what it is called; pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.kernel.business_time import BusinessHours, due, elapsed
from portal.kernel.errors import Conflict
from portal.kernel.words import N_

FIRST_NUMBER = 1001
MOST_WORDS = 4000
LONGEST_SUBJECT = 120
LONGEST_ACTION = 200
SUBJECT_FROM_WORDS = 72
FIRST_RESPONSE_MINUTES = 60
REOPENED_WITHIN = timedelta(days=30)
SOON = 3
"""A third of the time left is soon."""


class Status(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    IN_HAND = "in_hand"
    WAITING_FOR_MEMBER = "waiting_for_member"
    WAITING_FOR_OTHER = "waiting_for_other"
    ANSWERED = "answered"
    CLOSED_CONFIRMED = "closed_confirmed"
    DECLINED = "declined"
    MERGED = "merged"
    CLOSED_NO_WORD = "closed_no_word"


class Kind(StrEnum):
    """What a request is; staff say so, nobody guesses."""

    QUESTION = "question"
    FAULT = "fault"
    COMPLAINT = "complaint"
    WISH = "wish"
    EXCEPTION = "exception"
    INTRODUCTION = "introduction"
    ENQUIRY = "enquiry"


class Channel(StrEnum):
    """How it reached us."""

    PORTAL = "portal"
    MAIL = "mail"
    WALK_UP = "walk_up"
    CALL = "call"
    DOOR = "door"
    FORM = "form"


class Change(StrEnum):
    """What the history of a request tells besides the messages."""

    MOVED = "moved"
    CLAIMED = "claimed"


MOVES: dict[Status, frozenset[Status]] = {
    Status.RECEIVED: frozenset({Status.ACKNOWLEDGED, Status.DECLINED, Status.MERGED}),
    Status.ACKNOWLEDGED: frozenset({Status.IN_HAND, Status.DECLINED, Status.MERGED}),
    Status.IN_HAND: frozenset(
        {Status.WAITING_FOR_MEMBER, Status.WAITING_FOR_OTHER, Status.ANSWERED, Status.DECLINED, Status.MERGED}
    ),
    Status.WAITING_FOR_MEMBER: frozenset(
        {Status.IN_HAND, Status.ANSWERED, Status.DECLINED, Status.MERGED, Status.CLOSED_NO_WORD}
    ),
    Status.WAITING_FOR_OTHER: frozenset({Status.IN_HAND, Status.ANSWERED, Status.DECLINED, Status.MERGED}),
    Status.ANSWERED: frozenset({Status.CLOSED_CONFIRMED, Status.CLOSED_NO_WORD, Status.IN_HAND}),
    Status.CLOSED_CONFIRMED: frozenset({Status.IN_HAND}),
    Status.CLOSED_NO_WORD: frozenset({Status.IN_HAND}),
    Status.DECLINED: frozenset({Status.IN_HAND}),
    Status.MERGED: frozenset({Status.IN_HAND}),
}
CLOSED = frozenset({Status.CLOSED_CONFIRMED, Status.CLOSED_NO_WORD, Status.DECLINED, Status.MERGED})
OPEN = frozenset(Status) - CLOSED
UNDER_WAY = OPEN - {Status.ANSWERED}
WAITING = frozenset({Status.WAITING_FOR_MEMBER, Status.WAITING_FOR_OTHER})
_LINE = (Status.RECEIVED, Status.ACKNOWLEDGED, Status.IN_HAND, Status.ANSWERED)


class NotFromHere(Conflict):
    """The request is not where this step begins."""

    default = N_("This request has moved on in the meantime. See where it stands now.")


class Closed(Conflict):
    """Something was said to a closed request."""

    default = N_("This request is closed. Open it again if it is still a problem, and then write.")


class TooLongAgo(Conflict):
    """A request was closed too long ago to be opened again."""

    default = N_("This was closed more than 30 days ago. Ask again in a new request, and we take it from there.")


def check_move(now: Status, to: Status) -> None:
    """Raise NotFromHere unless the table has this move."""
    if to not in MOVES[now]:
        raise NotFromHere


def moves_of_reply(now: Status, *, asks: bool) -> tuple[Status, ...]:
    """Where a reply by a person takes a request, step by step; `asks`: whether it asks if the thing is fixed."""
    if now in CLOSED:
        raise Closed
    if now in WAITING:
        return (Status.ANSWERED,) if asks else (Status.IN_HAND,)
    here = _LINE.index(now)
    goal = len(_LINE) - 1 if asks else min(here + 1, _LINE.index(Status.IN_HAND))
    return _LINE[here + 1 : goal + 1]


def moves_of_word(now: Status) -> tuple[Status, ...]:
    """Where the member's own words take it: only out of waiting for them. A "thank you" reopens nothing."""
    if now in CLOSED:
        raise Closed
    return (Status.IN_HAND,) if now is Status.WAITING_FOR_MEMBER else ()


def check_reopening(status: Status, closed_at: datetime | None, *, now: datetime) -> None:
    """Raise unless the member may say that it is not fixed after all."""
    check_move(status, Status.IN_HAND)
    if status not in CLOSED and status is not Status.ANSWERED:
        raise NotFromHere
    if closed_at is not None and now - closed_at > REOPENED_WITHIN:
        raise TooLongAgo


def is_reopenable(status: Status, closed_at: datetime | None, *, now: datetime) -> bool:
    """The same as an answer, for whether the button is there."""
    return status in CLOSED and (closed_at is None or now - closed_at <= REOPENED_WITHIN)


def subject_of(words: str) -> str:
    """What a request is called when nobody named it: its first words, cut at a space."""
    line = next((line.strip() for line in words.splitlines() if line.strip()), "")
    sentence = " ".join(line.split())
    for stop in (". ", "! ", "? "):
        head, found, _ = sentence.partition(stop)
        sentence = head + stop.strip(" .") if found else sentence
    sentence = sentence.removesuffix(".")
    if len(sentence) <= SUBJECT_FROM_WORDS:
        return sentence
    cut = sentence[:SUBJECT_FROM_WORDS].rsplit(" ", 1)[0]
    return cut.rstrip(",;: ") + "…"


@dataclass(frozen=True)
class Deadline:
    """When an answer is due, in the house's own time: how much of it is left, or by how much it is over."""

    due_at: datetime
    left: timedelta
    over: timedelta
    total: timedelta

    @property
    def is_late(self) -> bool:
        """Whether it has passed."""
        return self.over > timedelta() or self.left <= timedelta()

    @property
    def is_soon(self) -> bool:
        """Whether less than a third is left."""
        return not self.is_late and self.left * SOON < self.total

    @property
    def gone(self) -> int:
        """How many minutes of it are used up, at most all."""
        return int(min(self.total - self.left, self.total).total_seconds()) // 60


def first_response(received_at: datetime, hours: BusinessHours, *, now: datetime) -> Deadline | None:
    """When the first answer is due; None where the house does not open."""
    due_at = due(received_at, FIRST_RESPONSE_MINUTES, hours)
    if due_at is None:
        return None
    left, over = elapsed(now, due_at, hours), elapsed(due_at, now, hours)
    return Deadline(due_at, left, over, timedelta(minutes=FIRST_RESPONSE_MINUTES))
