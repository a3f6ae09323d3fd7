"""Each rule objects to an ask or does not; pure, one function a rule."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.booking.rules import LONGEST, Ask, Objection, RoomFacts, RoomRules
from portal.house.rules import Hours
from portal.kernel.slots import Slot
from portal.kernel.words import N_, Sentence
from portal.kernel.zones import local, local_date

GRACE = timedelta(minutes=15)
"""How long after its start a slot may still be booked: somebody is standing at the door."""


@dataclass(frozen=True)
class Ground:
    """What a rule looks at besides the ask."""

    room: RoomFacts
    hours: Hours
    now: datetime
    limits: RoomRules = field(default_factory=RoomRules)

    @property
    def zone(self) -> ZoneInfo:
        """The house's."""
        return self.hours.zone


Rule = Callable[[Ask, Ground], Objection | None]


def past(ask: Ask, ground: Ground) -> Objection | None:
    """Object to what began more than a quarter of an hour ago."""
    if ground.now - ask.slot.starts_at < GRACE:
        return None
    return Objection("past", Sentence(N_("That time has passed. Choose one from now on.")))


def notice(ask: Ask, ground: Ground) -> Objection | None:
    """Object to what begins too soon, where a room needs notice."""
    needed = ground.limits.notice
    if not needed or ask.slot.starts_at >= ground.now + needed:
        return None
    return Objection("notice", Sentence(N_("{room} needs {notice} notice."), {"room": ground.room.name, "notice": needed}))


def opening(ask: Ask, ground: Ground) -> Objection | None:
    """Object to any minute in which the house is closed, and say why or until when."""
    day = local_date(ask.slot.starts_at, ground.zone)
    if ground.hours.is_open_throughout(ask.slot, day):
        return None
    return Objection("hours", _when_open(ask.slot, day, ground.hours))


def _when_open(slot: Slot, day: date, hours: Hours) -> Sentence:
    reason, stretches = hours.why_closed(day), hours.slots(day)
    if reason:
        return Sentence(N_("The house is closed on {day}: {reason}."), {"day": day, "reason": reason.rstrip(".")})
    if not stretches:
        return Sentence(N_("The house is closed on {day}."), {"day": day})
    near = min(stretches, key=lambda stretch: (not stretch.overlaps(slot), abs(stretch.starts_at - slot.starts_at)))
    facts = {"day": day, "opens": local(near.starts_at, hours.zone).time(), "closes": local(near.ends_at, hours.zone).time()}
    return Sentence(N_("On {day} the house is open from {opens} to {closes}."), facts)


def shortest(ask: Ask, ground: Ground) -> Objection | None:
    """Object to what is over before it began."""
    least = ground.limits.shortest
    if ask.slot.lasts >= least:
        return None
    return Objection("shortest", Sentence(N_("The shortest booking is {least}."), {"least": least}))


def longest(ask: Ask, ground: Ground) -> Objection | None:
    """Object to what keeps a room from everybody else."""
    most = ground.limits.longest
    if ask.slot.lasts <= most:
        return None
    return Objection("longest", Sentence(N_("The longest booking is {most}."), {"most": most}))


def limit(ask: Ask, _ground: Ground) -> Objection | None:
    """Object to what no occupancy may last."""
    if ask.slot.lasts <= LONGEST:
        return None
    sentence = Sentence(N_("Nothing can be booked for more than {days} days in one piece."), {"days": LONGEST.days})
    return Objection("limit", sentence, bendable=False)


def step(ask: Ask, ground: Ground) -> Objection | None:
    """Object to a start or end between two steps of the house's clock."""
    minutes = int(ground.limits.step.total_seconds()) // 60
    edges = (local(ask.slot.starts_at, ground.zone), local(ask.slot.ends_at, ground.zone))
    if all((edge.hour * 60 + edge.minute) % minutes == 0 and not edge.second and not edge.microsecond for edge in edges):
        return None
    return Objection("step", Sentence(N_("Bookings start and end on steps of {step}."), {"step": ground.limits.step}))


def window(ask: Ask, ground: Ground) -> Objection | None:
    """Object unless it starts inside the days one may book ahead, counted to the end of that day."""
    last = local_date(ground.now, ground.zone) + timedelta(days=ground.limits.days_ahead)
    if local_date(ask.slot.starts_at, ground.zone) <= last:
        return None
    return Objection("window", Sentence(N_("Rooms can be booked until {last} for now."), {"last": last}))


def capacity(ask: Ask, ground: Ground) -> Objection | None:
    """Object to more people than the room seats well."""
    if ask.people <= ground.room.capacity or ask.people > ground.room.fire_capacity:
        return None
    facts = {"room": ground.room.name, "seats": ground.room.capacity, "people": ask.people}
    return Objection("capacity", Sentence(N_("{room} seats {seats}, and you are {people}."), facts))


def fire(ask: Ask, ground: Ground) -> Objection | None:
    """Object to more people than may be in the room at all: nobody can allow it."""
    if ask.people <= ground.room.fire_capacity:
        return None
    facts = {"room": ground.room.name, "most": ground.room.fire_capacity}
    sentence = Sentence(N_("No more than {most} people may be in {room}. It is the fire rule, for everybody."), facts)
    return Objection("fire", sentence, bendable=False)


RULES: tuple[Rule, ...] = (past, notice, opening, limit, shortest, longest, step, window, fire, capacity)
FOR_IMPORTS = frozenset({"past", "notice", "window", "longest"})
"""What does not hold for bookings that another system has already made."""
FOR_WHAT_WAS = frozenset({"past", "notice", "hours", "shortest", "longest", "step", "window", "capacity"})
"""What does not hold for what a room was used for, booked or not."""


def objections(ask: Ask, ground: Ground, *, apart_from: Collection[str] = ()) -> tuple[Objection, ...]:
    """Everything that speaks against this ask, except by the rules named."""
    found = (rule(ask, ground) for rule in RULES)
    return tuple(objection for objection in found if objection and objection.rule not in apart_from)


def excused_when_moving(ask: Ask, was: Slot, was_in: str) -> frozenset[str]:
    """What does not hold for a booking that keeps its time, or its start: it was let in by these once."""
    if ask.slot == was and ask.room == was_in:
        return frozenset({"past", "notice", "window", "hours", "step", "shortest", "longest"})
    return frozenset({"past", "notice", "window"}) if ask.slot.starts_at == was.starts_at else frozenset()
