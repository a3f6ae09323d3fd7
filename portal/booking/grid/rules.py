"""Taken stretches of a room and what is free between them; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from portal.booking.rules import Kind, RoomFacts, Status
from portal.kernel.slots import Slot, gaps


@dataclass(frozen=True)
class Stretch:
    """A room is taken, as one viewer may see it: what they may not know is empty here."""

    kind: Kind
    starts_at: datetime
    ends_at: datetime
    setup_from: datetime
    turned_until: datetime
    booking: str = ""
    """Its public id, if the viewer may open it."""
    title: str = ""
    who: str = ""
    people: int = 0
    status: Status | None = None
    is_mine: bool = False
    is_elsewhere: bool = False
    """Another room is booked that shares a part with this one; nothing else is told here."""

    @property
    def slot(self) -> Slot:
        """When, without setting up and turning over."""
        return Slot(self.starts_at, self.ends_at)

    def bars(self, room: RoomFacts) -> Slot:
        """The time in which a booking of this room can have no part because of this stretch.

        A booking [s, e) fits before it if its turnover ends by our start and it ends by our setup, and after it if it
        starts after our turnover and its setup starts after our end: of two that meet the longer counts. So [s, e) fits
        exactly if it does not overlap the slot given here.
        """
        return Slot(
            min(self.starts_at - room.turnover, self.setup_from),
            max(self.turned_until, self.ends_at + room.setup),
        )


@dataclass(frozen=True)
class RoomDay:
    """A room and what of it is taken, in order. The stretches of a room of several parts may overlap."""

    room: RoomFacts
    stretches: tuple[Stretch, ...] = ()

    def free(self, within: Iterable[Slot]) -> list[Slot]:
        """What of these hours can be booked, setting up and turning over considered."""
        barred = [stretch.bars(self.room) for stretch in self.stretches]
        return [gap for hours in within for gap in gaps(hours, barred)]

    def is_free(self, slot: Slot) -> bool:
        """Whether this very slot can be booked."""
        room = self.room
        return not any(
            min(stretch.starts_at - room.turnover, stretch.setup_from) < slot.ends_at
            and slot.starts_at < max(stretch.turned_until, stretch.ends_at + room.setup)
            for stretch in self.stretches
        )


@dataclass(frozen=True)
class Day:
    """A date in the house, with every room."""

    day: date
    rooms: tuple[RoomDay, ...]


def occupied(room: RoomFacts, slot: Slot) -> tuple[datetime, datetime]:
    """From when the room is set up and until when it is turned over for a booking of this slot."""
    return slot.starts_at - room.setup, slot.ends_at + room.turnover
