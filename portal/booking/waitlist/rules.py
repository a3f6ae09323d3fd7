"""A wish that waits: what would meet it, how long an offer stands, and where it may go from where it is; pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.booking.rules import Ask, RoomFacts
from portal.kernel.slots import Slot

AN_OFFER_LASTS = timedelta(minutes=30)
IN_GOOD_TIME = timedelta(minutes=30)
"""An offer ends this long before the room is wanted: who is passed over can still make other plans."""
MOST = 20
"""How many wishes one person may have waiting."""


class Stage(StrEnum):
    """Where a wish stands."""

    WAITING = "waiting"
    OFFERED = "offered"
    TOLD = "told"
    TAKEN = "taken"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


MOVES: dict[Stage, frozenset[Stage]] = {
    Stage.WAITING: frozenset({Stage.OFFERED, Stage.TOLD, Stage.LAPSED, Stage.WITHDRAWN}),
    # Back to waiting when staff give the room to somebody else.
    Stage.OFFERED: frozenset({Stage.TAKEN, Stage.LAPSED, Stage.WITHDRAWN, Stage.WAITING}),
    Stage.TOLD: frozenset(),
    Stage.TAKEN: frozenset(),
    Stage.LAPSED: frozenset(),
    Stage.WITHDRAWN: frozenset(),
}
OPEN = (Stage.WAITING, Stage.OFFERED)


class WishKind(StrEnum):
    """What is to happen when it opens: hold it for me, or just tell me."""

    HOLD = "hold"
    TELL = "tell"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A room for so long, anywhere in a window; the ask's slot is the window."""

    ask: Ask
    lasts: timedelta
    kind: WishKind = WishKind.HOLD
    any_room: bool = False
    """Another room, as good, will do."""

    @property
    def window(self) -> Slot:
        """From when until when."""
        return self.ask.slot

    @property
    def closes_at(self) -> datetime:
        """From then on it cannot be met any more."""
        last_start = self.window.ends_at - self.lasts
        return last_start - IN_GOOD_TIME if self.kind == WishKind.HOLD else last_start

    def is_met_by(self, room: RoomFacts) -> bool:
        """Whether this room would do."""
        return room.slug == self.ask.room or (self.any_room and room.serves(self.ask))

    def slots(self, gaps: Iterable[Slot], step: timedelta, *, at: datetime) -> Iterator[Slot]:
        """What of these free stretches would meet it, the earliest first, steps counted from the window's beginning."""
        soonest = at + IN_GOOD_TIME if self.kind == WishKind.HOLD else at
        for gap in gaps:
            begin = self.window.starts_at + max(-(-(gap.starts_at - self.window.starts_at) // step), 0) * step
            while begin + self.lasts <= min(gap.ends_at, self.window.ends_at):
                if begin > soonest:
                    yield Slot(begin, begin + self.lasts)
                begin += step


def offer_ends(starts_at: datetime, *, at: datetime) -> datetime:
    """Until when an offer made now stands: half an hour, or half an hour before the start, whichever is first."""
    return min(at + AN_OFFER_LASTS, starts_at - IN_GOOD_TIME)
