"""The words of booking: rooms as facts, asks, objections, refusals and the ways round them; pure. The limits have a folder."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from portal.booking.guests.rules import Guest
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.slots import Slot
from portal.kernel.words import N_, Sentence
from portal.kernel.zones import SkippedTime, instant, local, local_date

LONGEST = timedelta(days=7)
"""No occupancy is longer, whoever asks: every read is bounded by it."""
MARGIN = timedelta(hours=4)
"""No room needs longer to set up or to turn over."""
MIDNIGHT = time(0)


class Status(StrEnum):
    """Where a booking stands."""

    HELD = "held"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    RELEASED = "released"
    ENDED = "ended"


class Privacy(StrEnum):
    """What other members see of a booking: its title, that the room is busy, or just that (staff see all)."""

    HOUSE = "house"
    BUSY = "busy"
    HIDDEN = "hidden"


class Kind(StrEnum):
    """Why a part is taken."""

    BOOKING = "booking"
    HOLD = "hold"
    MAINTENANCE = "maintenance"
    CLOSURE = "closure"


class Hold(StrEnum):
    """What a booking that is not sure yet is held for."""

    APPROVAL = "approval"
    OFFER = "offer"


class Source(StrEnum):
    """How a booking came to be."""

    PORTAL = "portal"
    DESK = "desk"
    IMPORT = "import"


@dataclass(frozen=True, kw_only=True)
class RoomFacts:
    """What rules and pages need to know of a room."""

    id: int
    slug: str
    name: str
    capacity: int
    fire_capacity: int
    amenities: frozenset[str] = frozenset()
    step_free: bool = False
    setup: timedelta = timedelta()
    turnover: timedelta = timedelta()
    floor: str = ""

    def serves(self, ask: "Ask") -> bool:
        """Whether it seats these people and has what they asked for."""
        return self.capacity >= ask.people and self.amenities >= ask.amenities and self.step_free >= ask.step_free


@dataclass(frozen=True, kw_only=True)
class RoomRules:
    """The limits for one person in one room."""

    shortest: timedelta = timedelta(minutes=15)
    longest: timedelta = timedelta(hours=8)
    step: timedelta = timedelta(minutes=15)
    days_ahead: int = 60
    notice: timedelta = timedelta()


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What somebody would like: a room by its slug, when, and for what."""

    room: str
    slot: Slot
    title: str = ""
    people: int = 1
    privacy: Privacy = Privacy.BUSY
    amenities: frozenset[str] = frozenset()
    """What the room must have; matters to the ways round."""
    step_free: bool = False
    needs: str = ""
    """What the desk should have ready."""
    wants: tuple[str, ...] = ()
    """What of the house's own offers should be there."""
    guests: tuple[Guest, ...] = ()
    """Whom to invite from outside."""
    reason: str = ""
    """Why staff bend a rule."""

    def at(self, slot: Slot, room: str = "") -> "Ask":
        """The same ask, another time, perhaps another room."""
        return replace(self, slot=slot, room=room or self.room)


def slot_on(day: date, starts: time, ends: time, zone: ZoneInfo) -> Slot:
    """The slot that the house's wall clock shows so; ending at 00:00 is the end of that day.

    Raises Invalid, naming the field, when it ends before it starts or the clocks skip one of the two that night.
    """
    last = day + timedelta(days=1) if ends == MIDNIGHT and starts != MIDNIGHT else day
    starts_at, ends_at = _instant(day, starts, zone, "starts"), _instant(last, ends, zone, "ends")
    if ends_at <= starts_at:
        raise Invalid(N_("It ends at {ends}, before it starts at {starts}. Which of the two is it?"),
                      field="ends", starts=starts, ends=ends)  # fmt: skip
    return Slot(starts_at, ends_at)


def _instant(day: date, clock_time: time, zone: ZoneInfo, field_name: str) -> datetime:
    try:
        return instant(day, clock_time, zone)
    except SkippedTime as skipped:
        skipped.field = field_name
        raise


@dataclass(frozen=True)
class Objection:
    """A rule speaks against it: which, in words, and whether staff may bend it."""

    rule: str
    sentence: Sentence
    bendable: bool = True


class WayKind(StrEnum):
    """The kinds of ways round a refusal, in the order they are offered."""

    SAME_ROOM = "same_room"
    OTHER_ROOM = "other_room"
    SPLIT = "split"
    WAITLIST = "waitlist"
    DESK = "desk"


@dataclass(frozen=True)
class Stay:
    """A room for a time, as a form asks for it."""

    room: str
    """Its slug."""
    name: str
    slot: Slot
    zone: ZoneInfo

    @property
    def day(self) -> date:
        """The date in the house."""
        return local_date(self.slot.starts_at, self.zone)

    @property
    def starts(self) -> time:
        """As the house's clock shows it."""
        return local(self.slot.starts_at, self.zone).time()

    @property
    def ends(self) -> time:
        """As the house's clock shows it."""
        return local(self.slot.ends_at, self.zone).time()


@dataclass(frozen=True)
class Way:
    """A way round a refusal: where and when instead (two stays when split), and why it is a good one."""

    kind: WayKind
    stays: tuple[Stay, ...]
    why: Sentence

    @property
    def stay(self) -> Stay:
        """The only or the first one."""
        return self.stays[0]


class Taken(Conflict):
    """Somebody else has the room then, or part of that time."""

    default = N_("Someone took it a moment before you.")
    ways: tuple[Way, ...] = ()

    @classmethod
    def saying(cls, sentence: Sentence) -> "Taken":
        """The refusal in these words."""
        return cls(sentence.message, **sentence.facts)


class Refused(Invalid):
    """Rules speak against it. Staff may go on with a reason when all of them bend."""

    ways: tuple[Way, ...] = ()

    def __init__(self, message: str = "", *, field: str = "", objections: tuple[Objection, ...] = (), **facts: object) -> None:
        """Say the first objection, keep all."""
        super().__init__(message, field=field, **facts)
        self.objections = objections
        if objections:
            self.sentence = objections[0].sentence

    @property
    def bendable(self) -> bool:
        """Whether staff may go on, with a reason."""
        return bool(self.objections) and all(objection.bendable for objection in self.objections)
