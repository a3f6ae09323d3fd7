"""What a manager says about a location, and weekly hours as people type them; pure."""

import re
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from portal.kernel.errors import Invalid
from portal.kernel.words import N_

LONGEST_NAME, LONGEST_PLACE, LONGEST_ADDRESS, LONGEST_PHONE, LONGEST_HOURS = 80, 80, 200, 40, 120
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
STRETCH = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*(?:-|–|to)\s*(\d{1,2})(?:[:.](\d\d))?\Z")

Stretches = tuple[tuple[time, time], ...]

UNREADABLE = N_("Write hours like 08:30-19:00, or 08:30-12:00, 13:00-19:00. Leave the day empty when you are closed.")
BACKWARDS = N_("{opens} to {closes} ends before it begins.")
MEETING = N_("{closes} and {opens}: one stretch begins before the other is over.")


@dataclass(frozen=True, kw_only=True)
class Place:
    """Everything that is set up about a location, in the order of the form."""

    name: str
    place: str
    address: str
    zone_name: str
    phone: str = ""
    hours: tuple[Stretches, ...] = ((),) * 7
    """Monday first."""


def read_hours(text: str) -> Stretches:
    """The stretches that somebody typed for a day, in order; raises Invalid with a sentence that offers the fix."""
    pieces = [piece.strip() for piece in re.split(r"[,;]", text) if piece.strip()]
    found = sorted(_stretch(piece) for piece in pieces)
    for (_, closes), (opens, _) in pairwise(found):
        if opens < closes:
            raise Invalid(MEETING, closes=closes, opens=opens)
    return tuple(found)


def _stretch(piece: str) -> tuple[time, time]:
    found = STRETCH.match(piece)
    if found is None:
        raise Invalid(UNREADABLE)
    try:
        opens, closes = _time(found[1], found[2]), _time(found[3], found[4])
    except ValueError:
        raise Invalid(UNREADABLE) from None
    if closes <= opens:
        raise Invalid(BACKWARDS, opens=opens, closes=closes)
    return opens, closes


def _time(hours: str, minutes: str | None) -> time:
    # A day that ends at midnight is open to its last minute.
    return time(23, 59) if (hours, minutes or "00") == ("24", "00") else time(int(hours), int(minutes or 0))


def written(stretches: Stretches) -> str:
    """The same as one types it."""
    return ", ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in stretches)
