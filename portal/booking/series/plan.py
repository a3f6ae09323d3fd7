"""What is asked for on each date of a series, and what was chosen for single ones; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.booking.rules import Ask, Refused, Stay, Taken, Way
from portal.booking.series.rules import Pattern, Scope, dates, slot_on
from portal.kernel.errors import Conflict, PortalError
from portal.kernel.slots import Slot
from portal.kernel.words import N_
from portal.kernel.zones import local

FORCED = "-"
CONFLICT, UNPROCESSABLE = 409, 422


@dataclass(frozen=True)
class Choice:
    """What to do with one date: another room or start, leave it out, or (in a change) leave it as it was."""

    room: str = ""
    starts: time | None = None
    stays: bool = False
    is_forced: bool = False
    """It was left out because nothing else was possible: if something is now, that is offered."""

    @classmethod
    def read(cls, text: str) -> "Choice":
        """As a form says it: "cedar", "alder@14:00", "stay", or nothing to leave the date out."""
        if text == "stay":
            return cls(stays=True)
        if text == FORCED:
            return cls(is_forced=True)
        room, _, starts = text.partition("@")
        return cls(room, time.fromisoformat(starts) if starts else None)

    @property
    def is_out(self) -> bool:
        """Whether the date is left out, or given back."""
        return not self.room and not self.stays

    def on(self, ask: Ask, zone: ZoneInfo) -> Ask:
        """The ask with this room and start instead; as long as before. Raises SkippedTime."""
        slot = ask.slot
        if self.starts:
            slot = slot_on(local(slot.starts_at, zone).date(), self.starts, slot.lasts, zone)
        return ask.at(slot, self.room)


Choices = Mapping[date, Choice]


@dataclass(frozen=True)
class Draft:
    """A series to be: the ask for one date, the rule, and what was chosen for single dates."""

    ask: Ask
    first: date
    pattern: Pattern
    """Ends with a date."""
    zone: ZoneInfo
    choices: Choices = field(default_factory=dict)

    @property
    def dates(self) -> list[date]:
        """Every date of the rule, in order."""
        return dates(self.pattern, self.first)

    @property
    def starts(self) -> time:
        """On the house's wall clock."""
        return local(self.ask.slot.starts_at, self.zone).time()

    def wished(self, day: date) -> Ask:
        """What the rule asks for on this date. Raises SkippedTime."""
        return self.ask.at(slot_on(day, self.starts, self.ask.slot.lasts, self.zone))

    def asked(self, day: date) -> Ask | None:
        """What is asked for on this date after all, or nothing if it is left out. Raises SkippedTime."""
        choice = self.choices.get(day)
        if choice and choice.is_out:
            return None
        ask = self.wished(day)
        return choice.on(ask, self.zone) if choice and not choice.stays else ask


@dataclass(frozen=True)
class Change:
    """A change of several dates: what one of them is to be like, for which of them, and what was chosen for single ones."""

    ask: Ask
    scope: Scope
    choices: Choices = field(default_factory=dict)
    seen: int | None = None


@dataclass(frozen=True)
class Kept:
    """A date as it stands before a change."""

    ask: Ask
    zone: ZoneInfo

    @property
    def begins(self) -> datetime:
        """On the wall clock."""
        return local(self.ask.slot.starts_at, self.zone)


def days_moved(was: Kept, to: Ask) -> int:
    """By how many days the change moves a date."""
    return (local(to.slot.starts_at, was.zone).date() - was.begins.date()).days


def merged(each: Kept, shown: Kept, to: Ask, rule_day: date) -> Ask:
    """One date after the change that was made on `shown`: what the change touches is as it says, all else stays as it was.

    So a date that was moved to another room keeps it when all begin later, and gets the new room when all move to one.
    `rule_day` is the date that the rule gives it; it counts when the change moves days. Raises SkippedTime.
    """
    was, new = shown.ask, to
    words = {name: getattr(new if getattr(new, name) != getattr(was, name) else each.ask, name) for name in WORDS}
    begins = local(new.slot.starts_at, each.zone)
    day = rule_day if days_moved(shown, to) else each.begins.date()
    starts = begins.time() if begins.time() != shown.begins.time() else each.begins.time()
    lasts = (new if new.slot.lasts != was.slot.lasts else each.ask).slot.lasts
    if (day, starts, lasts) == (each.begins.date(), each.begins.time(), each.ask.slot.lasts):
        return replace(each.ask, reason=new.reason, **words)
    return replace(each.ask, slot=slot_on(day, starts, lasts, each.zone), reason=new.reason, **words)


WORDS = ("room", "title", "people", "privacy", "needs", "wants")


@dataclass(frozen=True)
class Line:
    """One date as it is shown before anything is booked: what speaks against it, and what would be possible instead."""

    on: date
    stay: Stay | None
    """None where the clocks skip that time."""
    trouble: PortalError | None = None
    ways: tuple[Way, ...] = ()

    @property
    def is_free(self) -> bool:
        """Whether it can be booked as asked for."""
        return self.trouble is None


class NotAll(Conflict):
    """Some dates cannot be had as asked for: nothing was written. `troubles` says which, and why."""

    default = N_("Not every date can be had like that. Nothing is booked yet; choose what to do with the others.")

    def __init__(self, troubles: Mapping[date, PortalError]) -> None:
        """Remember what speaks against each date."""
        super().__init__()
        self.troubles = dict(troubles)
        self.status = CONFLICT if any(isinstance(each, Taken) for each in troubles.values()) else UNPROCESSABLE

    @property
    def bendable(self) -> bool:
        """Whether staff may go on, with a reason."""
        rules = [each for each in self.troubles.values() if isinstance(each, Refused)]
        return bool(rules) and all(each.bendable for each in rules)


def slot_of(day: date, starts: time, lasts: timedelta, zone: ZoneInfo) -> Slot | None:
    """The slot of a rule on a date, or None where the clocks skip it."""
    try:
        return slot_on(day, starts, lasts, zone)
    except PortalError:
        return None
