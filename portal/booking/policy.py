"""Who may do what with bookings: the same answer for the button and the deed."""

from datetime import datetime

from portal.booking.models import Booking
from portal.booking.rules import Hold
from portal.kernel.errors import Forbidden
from portal.members.models import Member


def can_book(member: Member, owner: Member) -> bool:
    """For oneself, and staff for anybody who is still here."""
    return not member.has_left and not owner.has_left and (member.is_staff or member.id == owner.id)


def can_see(member: Member, booking: Booking) -> bool:
    """Whose it is, and staff."""
    return member.is_staff or member.id == booking.member_id


def can_change(member: Member, booking: Booking, *, now: datetime) -> bool:
    """Until it is over: whose it is, and staff; an offer from the waitlist is taken or left as it is."""
    return booking.is_live and booking.held_for != Hold.OFFER and now < booking.ends_at and can_see(member, booking)


can_cancel = can_change


def can_approve(member: Member, booking: Booking, *, now: datetime) -> bool:
    """Staff, until it lapses."""
    return member.is_staff and booking.held_for == Hold.APPROVAL and booking.is_held(now)


def require(fact: object, sentence: str) -> None:
    """Raise Forbidden with the sentence unless it is so."""
    if not fact:
        raise Forbidden(sentence)
