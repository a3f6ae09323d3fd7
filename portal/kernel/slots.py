"""Half-open stretches of time and the arithmetic on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, order=True)
class Slot:
    """A half-open stretch of time: starts_at is in it, ends_at is not."""

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        """Refuse naive instants and stretches that end before they start."""
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            msg = "a slot is made of aware instants"
            raise ValueError(msg)
        if self.ends_at <= self.starts_at:
            msg = "a slot ends after it starts"
            raise ValueError(msg)

    @property
    def lasts(self) -> timedelta:
        """Real elapsed time, also over a clock change."""
        return self.ends_at - self.starts_at

    def overlaps(self, other: "Slot") -> bool:
        """Whether the two share any time; touching ends do not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def covers(self, other: "Slot") -> bool:
        """Whether `other` lies wholly inside this one."""
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at

    def at(self, starts_at: datetime) -> "Slot":
        """As long as this one, starting elsewhere."""
        return Slot(starts_at, starts_at + self.lasts)


def merged(slots: Iterable[Slot]) -> list[Slot]:
    """The same time as disjoint slots in order; slots that touch become one."""
    out: list[Slot] = []
    for slot in sorted(slots):
        if out and slot.starts_at <= out[-1].ends_at:
            out[-1] = Slot(out[-1].starts_at, max(out[-1].ends_at, slot.ends_at))
        else:
            out.append(slot)
    return out


def gaps(within: Slot, taken: Iterable[Slot]) -> list[Slot]:
    """What is left of `within` once everything taken is gone, in order."""
    free: list[Slot] = []
    edge = within.starts_at
    for slot in merged(taken):
        if slot.starts_at >= within.ends_at:
            break
        if slot.starts_at > edge:
            free.append(Slot(edge, slot.starts_at))
        edge = max(edge, slot.ends_at)
    if edge < within.ends_at:
        free.append(Slot(edge, within.ends_at))
    return free
