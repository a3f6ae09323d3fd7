"""Codes and tokens of a door, and what it says; pure."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.kernel.slots import Slot

CODE_HOLDS = timedelta(minutes=10)
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that are taken for one another."""
CODE_LENGTH = 8
SOON = timedelta(minutes=15)


def new_code() -> str:
    """Something short that one can read out and type."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def typed(code: str) -> str:
    """The code however it was typed."""
    return "".join(letter for letter in code.upper() if letter in LETTERS)[: CODE_LENGTH + 1]


def hashed(secret: str, what: str) -> bytes:
    """As it is kept: short codes need a key, else a copy of the table gives them away."""
    return hmac.digest(secret.encode(), f"door\x1f{what}".encode(), hashlib.sha256)


@dataclass(frozen=True)
class Scene:
    """What a door has to show: what is on now, what comes next, and until when the house is open today."""

    now: datetime
    taken: tuple[Slot, ...]
    closes_at: datetime | None

    @property
    def on(self) -> Slot | None:
        """What runs now."""
        return next((slot for slot in self.taken if slot.starts_at <= self.now < slot.ends_at), None)

    @property
    def coming(self) -> Slot | None:
        """What begins next."""
        return next((slot for slot in self.taken if slot.starts_at > self.now), None)

    @property
    def mood(self) -> str:
        """Free, soon, busy, or night when the house is closed."""
        if self.on:
            return "busy"
        if self.closes_at is None:
            return "night"
        return "soon" if self.coming and self.coming.starts_at - self.now <= SOON else "free"

    @property
    def free_until(self) -> datetime | None:
        """When it stops being free."""
        edges = [edge for edge in (self.closes_at, self.coming and self.coming.starts_at) if edge]
        return min(edges, default=None)
