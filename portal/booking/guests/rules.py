"""Whom somebody invites; pure."""

import re
from typing import NamedTuple

from portal.kernel.errors import Invalid
from portal.kernel.words import N_

MOST = 50
NAMED = re.compile(r"\s*\"?([^\"<>]*?)\"?\s*<\s*([^<>\s]+)\s*>\s*\Z")
ADDRESS = re.compile(r"[^\s@<>(),;:\"\\]{1,64}@[^\s@<>(),;:\"\\.]+(\.[^\s@<>(),;:\"\\.]+)+\Z")
LONGEST_ADDRESS, LONGEST_NAME, NAMED_AT_MOST = 254, 120, 3
BAD = N_("{bad} does not look like an address. Is a piece of it missing?")
TOO_MANY = N_("We write to {most} guests at most, and these are {count}.")


class Guest(NamedTuple):
    """Somebody from outside."""

    address: str
    name: str = ""

    @property
    def written(self) -> str:
        """As one types it."""
        return f"{self.name} <{self.address}>" if self.name else self.address


def guests(text: str) -> tuple[Guest, ...]:
    """The guests that were typed: with commas, spaces or lines between them, each once. Raises Invalid naming what is none."""
    found: dict[str, Guest] = {}
    bad = []
    for piece in re.split(r"[,;\n]", text):
        for guest in _of(piece):
            if not ADDRESS.match(guest.address) or len(guest.address) > LONGEST_ADDRESS:
                bad.append(guest.address)
            found.setdefault(guest.address, guest)
    if bad:
        raise Invalid(BAD, field="guests", bad=", ".join(each[:60] for each in bad[:NAMED_AT_MOST]))
    if len(found) > MOST:
        raise Invalid(TOO_MANY, field="guests", most=MOST, count=len(found))
    return tuple(found.values())


def _of(piece: str) -> list[Guest]:
    named = NAMED.match(piece)
    if named:
        return [Guest(named[2].lower(), " ".join(named[1].split())[:LONGEST_NAME])]
    return [Guest(word.lower()) for word in piece.split()]
