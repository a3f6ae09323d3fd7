"""When one checks in, when a room is passed on, when a stay that is over early ends; pure."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from portal.booking.rules import Source, Status
from portal.kernel.slots import Slot

OPENS_BEFORE = timedelta(minutes=15)
"""Check-in opens this long before the start; that is also when the reminder goes out."""
A_LONG_STAY = timedelta(hours=8)
SHORT_NOTICE = timedelta(hours=2)
STEP = timedelta(minutes=15)
A_MINUTE = timedelta(minutes=1)
STRIKES_FOR = timedelta(days=90)
SEAL_LENGTH = 32


class How(StrEnum):
    """How somebody checked in."""

    PORTAL = "portal"
    LETTER = "letter"
    DESK = "desk"
    DOOR = "door"


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What of a booking matters to check-in."""

    slot: Slot
    status: str
    source: str
    made_at: datetime
    changed_at: datetime
    checked_in_at: datetime | None
    kept_for: timedelta
    """How long the room is kept without check-in; nothing where nobody has to check in."""

    @property
    def opens_at(self) -> datetime:
        """From when on one can check in."""
        return self.slot.starts_at - OPENS_BEFORE

    @property
    def is_checked_in(self) -> bool:
        """Whether somebody came for this time; a check-in before a move to later counts no more."""
        return self.checked_in_at is not None and self.checked_in_at >= self.opens_at

    @property
    def is_expected(self) -> bool:
        """Whether the room is passed on without check-in.

        Not if it lasts the whole day, was made at short notice, or was made by staff or by another system, whose people
        never saw what we ask of them.
        """
        at_short_notice = self.slot.starts_at - self.made_at < SHORT_NOTICE
        by_member = self.source == Source.PORTAL
        return bool(self.kept_for) and by_member and not at_short_notice and self.slot.lasts < A_LONG_STAY

    @property
    def passed_on_at(self) -> datetime:
        """When the room goes to others; whoever changed the booking a moment ago has that long again."""
        return max(self.slot.starts_at, self.changed_at) + self.kept_for

    def is_open(self, now: datetime) -> bool:
        """Whether one can check in now."""
        return self.status == Status.CONFIRMED and self.opens_at <= now < self.slot.ends_at and not self.is_checked_in

    def is_running(self, now: datetime) -> bool:
        """Whether it can be ended or made longer now."""
        return self.status == Status.CONFIRMED and self.slot.starts_at <= now < self.slot.ends_at

    def is_missed(self, now: datetime) -> bool:
        """Whether the room is to be passed on now."""
        return self.is_expected and self.is_running(now) and not self.is_checked_in and now >= self.passed_on_at


def cut(slot: Slot, now: datetime) -> tuple[Slot, bool]:
    """What is left of a stay that ends now, and whether it still takes the room.

    It ends on the last step of the house's clock, so that the next one can begin at once. One that ends within its first
    step has hardly been, and leaves the room as if it had not.
    """
    step = int(STEP.total_seconds())
    ends_at = datetime.fromtimestamp(int(now.timestamp()) // step * step, UTC)
    if ends_at > slot.starts_at:
        return Slot(slot.starts_at, ends_at), True
    return Slot(slot.starts_at, max(now.replace(second=0, microsecond=0), slot.starts_at + A_MINUTE)), False


# --- The link in the reminder ------------------------------------------------------------------------


def token(secret: str, public_id: str, starts_at: datetime) -> str:
    """What checks in to this one booking at this one time, and opens nothing else; nothing is stored for it."""
    return f"{public_id}.{_seal(secret, public_id, starts_at)}"


def named_in(text: str) -> str:
    """The booking that a token says it is for."""
    return text.rpartition(".")[0]


def is_genuine(text: str, secret: str, public_id: str, starts_at: datetime) -> bool:
    """Whether we made this token for this booking as it is now."""
    return hmac.compare_digest(text.encode(), token(secret, public_id, starts_at).encode())


def _seal(secret: str, public_id: str, starts_at: datetime) -> str:
    meant = f"check-in\x1f{public_id}\x1f{int(starts_at.timestamp())}"
    return hmac.digest(secret.encode(), meant.encode(), hashlib.sha256).hex()[:SEAL_LENGTH]
