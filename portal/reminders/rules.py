"""When a touch is suggested, and where it may go from there; pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.kernel.errors import Conflict, Invalid
from portal.kernel.words import N_

AHEAD = timedelta(days=7)
"""How early a day that comes every year is suggested."""
MADE_UP = timedelta(days=14)
"""How late something is still suggested after hours in which nobody ran."""
NOTE_AFTER_BOOKING = 5
"""Working days."""
NOTE_AFTER_FIRST_DAY = timedelta(days=4)
CLAIM_LAPSES = timedelta(days=1)
LONGEST_REASON = 300
LATEST_SNOOZE = timedelta(days=366)
FEBRUARY, LEAP_DAY = 2, 29

IsWorking = Callable[[date], bool]


class Kind(StrEnum):
    """What one does."""

    NOTE = "handwritten_note"
    KNOCK = "knock"
    CALL = "call"
    COFFEE = "coffee"
    HELLO = "hello"


class Reason(StrEnum):
    """What happened."""

    FIRST_DAY = "first_day"
    WELCOME = "welcome"
    FIRST_BOOKING = "first_booking"
    BIRTHDAY = "birthday"
    ANNIVERSARY = "anniversary"


class Status(StrEnum):
    """Where a touch stands."""

    SUGGESTED = "suggested"
    CLAIMED = "claimed"
    WRITTEN = "written"
    SNOOZED = "snoozed"
    DELIVERED = "delivered"
    SKIPPED = "skipped"


MOVES: dict[Status, frozenset[Status]] = {
    Status.SUGGESTED: frozenset({Status.CLAIMED, Status.SNOOZED, Status.DELIVERED, Status.SKIPPED}),
    Status.CLAIMED: frozenset({Status.CLAIMED, Status.WRITTEN, Status.SNOOZED, Status.DELIVERED, Status.SKIPPED}),
    Status.WRITTEN: frozenset({Status.CLAIMED, Status.SNOOZED, Status.DELIVERED, Status.SKIPPED}),
    Status.SNOOZED: frozenset({Status.SUGGESTED, Status.CLAIMED, Status.SNOOZED, Status.DELIVERED, Status.SKIPPED}),
    Status.DELIVERED: frozenset(),
    Status.SKIPPED: frozenset(),
}
IN_QUEUE = frozenset({Status.SUGGESTED, Status.CLAIMED, Status.WRITTEN})
SETTLED = frozenset({Status.DELIVERED, Status.SKIPPED})
HELD = frozenset({Status.CLAIMED, Status.WRITTEN})


class Settled(Conflict):
    """Somebody has done it or let it go already."""

    default = N_("{name} has dealt with this one already.")


class Held(Conflict):
    """A colleague has it."""

    default = N_("Already claimed by {name}.")


class NotYet(Conflict):
    """It was to be written by somebody who has not taken it."""

    default = N_("Take it first, then write it.")


class NoReason(Invalid):
    """It was to be skipped without a word."""

    default = N_("Say in a word why not, so that nobody wonders later.")


class NoDay(Invalid):
    """It was put off to no day, or to one that has passed."""

    default = N_("Choose a day from tomorrow on, within a year.")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of one member, as far as touches go; a birthday only if they said yes to being reminded of."""

    who: str
    """The member's public id."""
    joined_on: date
    first_booked_on: date | None = None
    first_room: str = ""
    birthday: tuple[int, int] | None = None
    """Month and day."""


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A touch to be put into the queue, once per `key`."""

    key: str
    reason: Reason
    kind: Kind
    occasion_on: date
    best_by: date
    fact: str = ""


def suggestions(facts: Facts, *, today: date, is_working: IsWorking) -> Iterator[Suggestion]:
    """Everything the rules have to say about this member today."""
    yield from _first_days(facts, today)
    yield from _first_booking(facts, today, is_working)
    yield from _birthday(facts, today)
    yield from _anniversary(facts, today)


def _first_days(facts: Facts, today: date) -> Iterator[Suggestion]:
    day = facts.joined_on
    if not day <= today <= day + MADE_UP:
        return
    hello, welcome = f"{facts.who}:{Reason.FIRST_DAY}", f"{facts.who}:{Reason.WELCOME}"
    yield Suggestion(key=hello, reason=Reason.FIRST_DAY, kind=Kind.HELLO, occasion_on=day, best_by=day)
    best_by = day + NOTE_AFTER_FIRST_DAY
    yield Suggestion(key=welcome, reason=Reason.WELCOME, kind=Kind.NOTE, occasion_on=day, best_by=best_by)


def _first_booking(facts: Facts, today: date, is_working: IsWorking) -> Iterator[Suggestion]:
    day = facts.first_booked_on
    if day is None or not day <= today <= day + MADE_UP:
        return
    yield Suggestion(
        key=f"{facts.who}:{Reason.FIRST_BOOKING}",
        reason=Reason.FIRST_BOOKING,
        kind=Kind.NOTE,
        occasion_on=day,
        best_by=working_days_after(day, NOTE_AFTER_BOOKING, is_working),
        fact=facts.first_room,
    )


def _birthday(facts: Facts, today: date) -> Iterator[Suggestion]:
    if facts.birthday is None:
        return
    for day in _around(facts.birthday, today):
        key = f"{facts.who}:{Reason.BIRTHDAY}:{day.year}"
        yield Suggestion(key=key, reason=Reason.BIRTHDAY, kind=Kind.NOTE, occasion_on=day, best_by=day)


def _anniversary(facts: Facts, today: date) -> Iterator[Suggestion]:
    joined = facts.joined_on
    for day in _around((joined.month, joined.day), today):
        years = day.year - joined.year
        if years < 1:
            continue
        key = f"{facts.who}:{Reason.ANNIVERSARY}:{day.year}"
        yield Suggestion(
            key=key, reason=Reason.ANNIVERSARY, kind=Kind.NOTE, occasion_on=day, best_by=day, fact=str(years)
        )  # fmt: skip


def _around(month_day: tuple[int, int], today: date) -> list[date]:
    """The day of the year wherever it lies so near that it is suggested now; also over New Year."""
    days = (in_year(*month_day, year) for year in (today.year - 1, today.year, today.year + 1))
    return [day for day in days if day - AHEAD <= today <= day + AHEAD]


def in_year(month: int, day: int, year: int) -> date:
    """The day in that year; 29 February is kept on the 28th in common years."""
    if (month, day) == (FEBRUARY, LEAP_DAY):
        return date(year, 3, 1) - timedelta(days=1)
    return date(year, month, day)


def working_days_after(day: date, count: int, is_working: IsWorking) -> date:
    """The day `count` working days later; in a house that never opens, that many days."""
    horizon = day + timedelta(days=60)
    found = day
    while count and found < horizon:
        found += timedelta(days=1)
        count -= is_working(found)
    return found if not count else day + timedelta(days=NOTE_AFTER_BOOKING)


def days_late(best_by: date, *, today: date) -> int:
    """By how many days it is late; nothing on its day."""
    return max((today - best_by).days, 0)


def check_move(now: Status, to: Status, *, by: str = "") -> None:
    """Raise unless the table has this move; `by`: who has settled it, if somebody has."""
    if to in MOVES[now]:
        return
    if now in SETTLED:
        raise Settled(name=by)
    raise NotYet


def is_held(status: Status, claimed_at: datetime | None, *, now: datetime) -> bool:
    """Whether somebody's claim counts; after a day it lapses."""
    return status in HELD and claimed_at is not None and now - claimed_at < CLAIM_LAPSES


def check_snooze(until: date, *, today: date) -> None:
    """Raise NoDay unless it can come back that day."""
    if not today < until <= today + LATEST_SNOOZE:
        raise NoDay(field="until")


def check_skip(reason: str) -> str:
    """The reason, tidied; NoReason if there is none."""
    said = " ".join(reason.replace("\0", "").split())[:LONGEST_REASON]
    if not said:
        raise NoReason(field="reason")
    return said
