"""What an import did: what stands in the book now, what stood there already, what could not be placed and why."""

from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from portal.web.language import _, _n


class Listed(NamedTuple):
    """Something to tell of one entry, or of one date of it."""

    what: str
    reason: str
    alike: tuple[str, str] = ("", "")
    """Title and kind of reason: dates of a series that share both are told together."""


@dataclass
class Report:
    """Counts and lists; nothing that was in the file is missing from it."""

    dry_run: bool = False
    done: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    not_placed: list[Listed] = field(default_factory=list)
    remarks: list[Listed] = field(default_factory=list)
    outside_hours: int = 0
    """How many were refused because the house is closed then, and for nothing else."""

    def lines(self) -> list[str]:
        """The report to read, a line each."""
        return [*self._summary(), *self._listed(self.not_placed), *self._noted(), *self._hint()]

    def _summary(self) -> list[str]:
        done, known, left = len(self.done), len(self.unchanged), len(self.not_placed)
        if self.dry_run:
            first = _n("%(num)d booking would be placed.", "%(num)d bookings would be placed.", done)
        else:
            first = _n("%(num)d booking was placed.", "%(num)d bookings were placed.", done)
        return [
            first,
            _n("%(num)d was there already.", "%(num)d were there already.", known),
            _n("%(num)d could not be placed.", "%(num)d could not be placed.", left),
        ]

    def _listed(self, listed: list[Listed]) -> list[str]:
        lines = []
        for _key, group in groupby(listed, key=lambda each: each.alike if any(each.alike) else each):
            first, *more = group
            told = f"  {first.what}: {first.reason}"
            if more:
                told += " " + _n("(And %(num)d date more, likewise.)", "(And %(num)d dates more, likewise.)", len(more))
            lines.append(told)
        return lines

    def _noted(self) -> list[str]:
        return [_("Please note:"), *self._listed(self.remarks)] if self.remarks else []

    def _hint(self) -> list[str]:
        if not self.outside_hours:
            return []
        words = _n(
            "%(num)d of them is outside the opening hours only. With --outside-hours it is placed all the same.",
            "%(num)d of them are outside the opening hours only. With --outside-hours they are placed all the same.",
            self.outside_hours,
        )
        return [words]
