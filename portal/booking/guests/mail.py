"""The letters to guests: invited, moved, called off. In the booking's thread, so they arrive in order."""

from dataclasses import dataclass, replace

from portal.booking.guests.models import BookingGuest
from portal.booking.mail import invitation, when
from portal.booking.models import Booking
from portal.ical.invitation import Attendee, Invitation, cancel, request
from portal.outbox.letters import Draft, inviting, written
from portal.web.language import _


@dataclass
class Reader:
    """Somebody who has no account here."""

    name: str
    email: str
    id: int = 0


def invited(booking: Booking, guest: BookingGuest) -> Draft:
    """Come at that time, or at another than you have been told."""
    subject = _("%(name)s invites you: %(room)s, %(when)s", name=booking.member.name, room=booking.room.name, when=when(booking))
    if guest.told >= 0:
        subject = _("Moved: %(room)s, %(when)s", room=booking.room.name, when=when(booking))
    draft = _letter(booking, guest, subject, "moved" if guest.told >= 0 else "invited")
    return inviting(draft, request(_for(booking, guest)), "REQUEST")


def called_off(booking: Booking, guest: BookingGuest) -> Draft:
    """Do not come: it is cancelled, or without you."""
    subject = _("Called off: %(room)s, %(when)s", room=booking.room.name, when=when(booking))
    draft = _letter(booking, guest, subject, "off")
    invite = _for(booking, guest)
    # Whatever the booking's own number: newer than what they have.
    return inviting(draft, cancel(replace(invite, sequence=max(invite.sequence, guest.told + 1))), "CANCEL")


def _for(booking: Booking, guest: BookingGuest) -> Invitation:
    """The invitation as this guest may see it: who asks, and themselves; the page is not for them."""
    whole = invitation(booking)
    me = Attendee(guest.name, guest.address)
    return replace(whole, attendees=(whole.attendees[0], me), url="")


def _letter(booking: Booking, guest: BookingGuest, subject: str, verb: str) -> Draft:
    room = booking.room
    draft = written(
        "booking/guest",
        key=f"booking:{booking.public_id}:{booking.edition}:{verb}:{guest.id}",
        thread=f"booking:{booking.public_id}",
        to=Reader(guest.name, guest.address),
        subject=subject,
        verb=verb,
        booking=booking,
        room=room,
        house=room.location,
        zone=room.location.zone,
    )
    # Whoever answers wants to reach the host, not the house.
    return replace(draft, from_name=room.location.full_name, reply_to=booking.member.email)
