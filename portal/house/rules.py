"""When a house is open, from its weekly hours and closures; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.kernel.slots import Slot
from portal.kernel.zones import instant_shifted, local_date


@dataclass(frozen=True)
class Hours:
    """A location's hours: per weekday (Monday 0) its open stretches, and the dates it stays closed with the reason."""

    zone: ZoneInfo
    weekly: Mapping[int, tuple[tuple[time, time], ...]]
    closed: Mapping[date, str] = field(default_factory=dict)

    def stretches(self, day: date) -> tuple[tuple[time, time], ...]:
        """The wall-clock stretches in which the house is open that day; none when it is closed."""
        return () if day in self.closed else self.weekly.get(day.weekday(), ())

    def slots(self, day: date) -> list[Slot]:
        """The same as instants."""
        return [
            Slot(instant_shifted(day, opens, self.zone), instant_shifted(day, closes, self.zone))
            for opens, closes in self.stretches(day)
        ]  # fmt: skip

    def is_open_throughout(self, slot: Slot, day: date) -> bool:
        """Whether one open stretch of that day covers the slot."""
        return any(stretch.covers(slot) for stretch in self.slots(day))

    def next_open(self, now: datetime, *, within: int = 60) -> date:
        """The day people mean when they name none: today until the house closes, then the next day it opens; else today."""
        today = local_date(now, self.zone)
        days = (today + timedelta(days=number) for number in range(within))
        return next((day for day in days if any(stretch.ends_at > now for stretch in self.slots(day))), today)

    def why_closed(self, day: date) -> str:
        """The reason a closure gives for that day; empty on a usual closed weekday or an open day."""
        return self.closed.get(day, "")
