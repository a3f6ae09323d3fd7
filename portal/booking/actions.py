"""The verbs of booking: book, move, cancel, place what another system has made."""

from datetime import datetime

from portal.booking.models import Booking
from portal.booking.rules import Ask
from portal.members.models import Member


def book(ask: Ask, *, by: Member, at: datetime, once: str = "", for_: Member | None = None) -> Booking:
    """Book what is asked for, for `by` or (staff) for somebody else; the letter goes with it.

    Raises Taken or Refused with the ways round, NotFound without such a room, Forbidden.
    """
    raise NotImplementedError


def move(booking: Booking, ask: Ask, *, by: Member, at: datetime, seen: int | None = None) -> None:
    """Make the booking what is asked for: room, time, title, people, privacy.

    `seen` is the edition that the form showed; raises Conflict if it has changed since. Else as `book`.
    """
    raise NotImplementedError


def cancel(booking: Booking, *, by: Member, at: datetime) -> None:
    """Give the room back and tell its people; cancelling again changes nothing. Raises Forbidden."""
    raise NotImplementedError


def place_imported(ask: Ask, *, for_: Member, imported_key: str, at: datetime, outside_hours: bool = False) -> Booking | None:
    """Place a booking that another system has made: the same guard, no letter. None if this entry is placed already.

    Raises Taken or Refused, without ways round.
    """
    raise NotImplementedError
