"""Write to guests what they have not been told yet. Inside the transaction of whoever changes the booking."""

from collections.abc import Iterable
from datetime import datetime

from portal.booking.guests import mail
from portal.booking.guests.models import NEVER, BookingGuest
from portal.booking.guests.rules import Guest
from portal.booking.models import Booking
from portal.booking.rules import Status
from portal.db.base import db
from portal.outbox.actions import post


def seated(guests: Iterable[Guest]) -> list[BookingGuest]:
    """Guests as a new booking has them."""
    return [BookingGuest(address=guest.address, name=guest.name, told=NEVER) for guest in guests]


def are(booking: Booking, guests: Iterable[Guest]) -> bool:
    """Whether these are the booking's guests already."""
    return {guest.address for guest in guests} == {guest.address for guest in booking.guests}


def change(booking: Booking, guests: Iterable[Guest], *, at: datetime) -> None:
    """Make these its guests: whoever is left out is told so, by the booking as it stands now; `tell` writes to the new ones."""
    wanted = {guest.address: guest for guest in guests}
    for gone in [guest for guest in booking.guests if guest.address not in wanted]:
        _call_off(booking, gone, at=at)
        booking.guests.remove(gone)
    known = {guest.address for guest in booking.guests}
    booking.guests.extend(seated(guest for address, guest in wanted.items() if address not in known))


def tell(booking: Booking, *, at: datetime) -> None:
    """Write to every guest whose invitation is not the newest; call it off where the booking is no longer, or not yet, sure."""
    db.session.flush()
    for guest in booking.guests:
        if booking.status != Status.CONFIRMED:
            _call_off(booking, guest, at=at)
        elif guest.told != booking.sequence:
            post(mail.invited(booking, guest), at=at)
            guest.told = booking.sequence


def _call_off(booking: Booking, guest: BookingGuest, *, at: datetime) -> None:
    if guest.told != NEVER:
        post(mail.called_off(booking, guest), at=at)
        guest.told = NEVER
