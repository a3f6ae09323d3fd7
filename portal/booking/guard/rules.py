"""The words for a room that is taken; pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from portal.booking.grid.rules import Stretch
from portal.booking.rules import Kind, RoomFacts
from portal.kernel.slots import Slot
from portal.kernel.words import N_, Sentence
from portal.kernel.zones import local, local_date

A_MOMENT = timedelta(minutes=10)


@dataclass(frozen=True)
class Clash:
    """What is in the way of an ask, and since when it stands there."""

    stretch: Stretch
    made_at: datetime | None = None

    def sentence(self, slot: Slot, room: RoomFacts, zone: ZoneInfo, *, now: datetime) -> Sentence:
        """Say what is in the way without saying whose it is."""
        facts = {
            "room": room.name,
            "wanted": local(slot.starts_at, zone).time(),
            "starts": self._edge(self.stretch.starts_at, slot, zone),
            "ends": self._edge(self.stretch.ends_at, slot, zone),
        }
        return Sentence(self._message(slot, now), facts)

    def _message(self, slot: Slot, now: datetime) -> str:
        if self.stretch.kind in {Kind.MAINTENANCE, Kind.CLOSURE}:
            return N_("{room} is being looked after from {starts} to {ends}.")
        if not self.stretch.slot.overlaps(slot):
            return N_("We tidy {room} up between two bookings, and {wanted} leaves no time for it.")
        if self.stretch.is_mine:
            return N_("You have {room} already, from {starts} to {ends}.")
        if self.made_at and now - self.made_at < A_MOMENT:
            return N_("Someone took {wanted} a moment before you.")
        return N_("{room} is taken from {starts} to {ends}.")

    def _edge(self, moment: datetime, slot: Slot, zone: ZoneInfo) -> object:
        """The time of day; with the date when it is another day's."""
        shown = local(moment, zone)
        return shown.time() if shown.date() == local_date(slot.starts_at, zone) else shown
