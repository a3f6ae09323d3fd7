"""The letters of booking: booked, moved, cancelled; each with its invitation. One thread a booking, so they arrive in order."""

from dataclasses import replace
from email.utils import parseaddr

from flask import current_app

from portal.booking.feed.actions import address, where
from portal.booking.models import Booking
from portal.booking.rules import Stay
from portal.ical.invitation import Attendee, Invitation, cancel, request
from portal.members.models import Member
from portal.outbox.letters import Draft, inviting, written
from portal.web.formats import day, hm
from portal.web.language import _


def booked(booking: Booking, *, by: Member) -> Draft:
    """The room is yours, with the invitation."""
    subject = _("%(room)s is yours: %(when)s", room=booking.room.name, when=when(booking))
    return _letter("booked", booking, subject, by=by)


def moved(booking: Booking, *, was: Stay, by: Member) -> Draft:
    """It is somewhere or some time else now, with the newer invitation."""
    subject = _("Moved: %(room)s, %(when)s", room=booking.room.name, when=when(booking))
    return _letter("moved", booking, subject, by=by, was=was)


def cancelled(booking: Booking, *, by: Member) -> Draft:
    """It is given back, with what takes it out of the calendar."""
    subject = _("Given back: %(room)s, %(when)s", room=booking.room.name, when=when(booking))
    return _letter("cancelled", booking, subject, by=by)


def plain(booking: Booking, subject: str, words: list[str], *, key: str, deed: tuple[str, str] | None = None) -> Draft:
    """A letter about a booking that is not sure, or no longer: paragraphs, the facts, and where to go; without an invitation."""
    room = booking.room
    draft = written(
        "booking/plain",
        key=f"booking:{booking.public_id}:{booking.edition}:{key}",
        thread=thread_of(booking),
        to=booking.member,
        subject=subject,
        words=words,
        deed=deed or (_("See the booking"), address(booking)),
        booking=booking,
        room=room,
        house=room.location,
        zone=room.location.zone,
        address=(deed or ("", address(booking)))[1],
    )
    return replace(draft, from_name=room.location.full_name)


def invitation(booking: Booking) -> Invitation:
    """The booking as an invitation to its member, who has said yes by booking; one date of a series takes that date's place."""
    room, series = booking.room, booking.series
    return Invitation(
        uid=series.uid if series else booking.uid,
        sequence=series.sequence if series else booking.sequence,
        stands_for=series.wall(booking.series_date) if series and booking.series_date else None,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        zone=room.location.zone,
        summary=f"{room.name}: {booking.title}" if booking.title else room.name,
        stamp=booking.changed_at,
        organizer_name=room.location.full_name,
        organizer_address=parseaddr(current_app.config["GROVE"].mail_from)[1],
        attendees=(
            Attendee(booking.member.name, booking.member.email, has_booked=True),
            *(Attendee(guest.name, guest.address) for guest in booking.guests),
        ),
        location=where(room),
        url=address(booking),
    )


def thread_of(booking: Booking) -> str:
    """What its letters are delivered in order with: those of its whole series, else its own."""
    return f"series:{booking.series.public_id}" if booking.series else f"booking:{booking.public_id}"


def when(booking: Booking) -> str:
    """Tuesday 10 March, 10:00 to 11:00."""
    zone = booking.room.location.zone
    starts, ends = hm(booking.starts_at, zone), hm(booking.ends_at, zone)
    return _("%(day)s, %(starts)s to %(ends)s", day=day(booking.starts_at, zone), starts=starts, ends=ends)


def _letter(verb: str, booking: Booking, subject: str, *, by: Member, **more: object) -> Draft:
    location = booking.room.location
    write, method = (cancel, "CANCEL") if verb == "cancelled" else (request, "REQUEST")
    draft = written(
        f"booking/{verb}",
        key=f"booking:{booking.public_id}:{booking.edition}:{verb}",
        thread=thread_of(booking),
        to=booking.member,
        subject=subject,
        booking=booking,
        room=booking.room,
        house=location,
        zone=location.zone,
        by=None if by is booking.member else by,
        address=address(booking),
        **more,
    )
    # A person who did it signs it; else the house does.
    signed = replace(draft, from_name=location.full_name if by is booking.member else by.name)
    # What was never sure was in nobody's calendar, but for a date of a series.
    return signed if booking.held_for and not booking.series else inviting(signed, write(invitation(booking)), method)
