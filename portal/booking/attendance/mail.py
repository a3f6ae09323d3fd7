"""The letters of check-in: please check in, the room was passed on, it ended early."""

from dataclasses import replace
from datetime import timedelta

from flask import current_app

from portal.booking.attendance import rules
from portal.booking.feed.actions import address
from portal.booking.mail import invitation, thread_of
from portal.booking.models import Booking
from portal.ical.invitation import cancel, request
from portal.members.models import Member
from portal.outbox.letters import Draft, inviting, written
from portal.web.formats import hm
from portal.web.language import _


def reminder(booking: Booking) -> Draft:
    """It begins soon; one link checks in, without signing in."""
    zone, settings = booking.room.location.zone, current_app.config["GROVE"]
    token = rules.token(settings.secret_key, booking.public_id, booking.starts_at)
    subject = _("%(room)s at %(time)s: check in", room=booking.room.name, time=hm(booking.starts_at, zone))
    key = f"booking:{booking.public_id}:{int(booking.starts_at.timestamp())}:reminder"
    until = hm(booking.starts_at + timedelta(minutes=booking.room.check_in_minutes), zone)
    return _letter("reminder", booking, subject, key=key, link=f"{settings.base_url}/check-in/{token}", until=until)


def released(booking: Booking) -> Draft:
    """Nobody came, and others have the room; with what takes it out of the calendar."""
    subject = _("%(room)s was passed on", room=booking.room.name)
    return inviting(_letter("released", booking, subject), cancel(invitation(booking)), "CANCEL")


def ended(booking: Booking, *, by: Member | None) -> Draft:
    """It ended early; the calendar follows."""
    time = hm(booking.ends_at, booking.room.location.zone)
    subject = _("%(room)s ended at %(time)s", room=booking.room.name, time=time)
    draft = _letter("ended", booking, subject, by=None if by is booking.member else by, oneself=by is booking.member)
    return inviting(draft, request(invitation(booking)), "REQUEST")


def _letter(verb: str, booking: Booking, subject: str, *, key: str = "", **more: object) -> Draft:
    location = booking.room.location
    draft = written(
        f"booking/attendance/{verb}",
        key=key or f"booking:{booking.public_id}:{booking.edition}:{verb}",
        thread=thread_of(booking),
        to=booking.member,
        subject=subject,
        booking=booking,
        room=booking.room,
        house=location,
        zone=location.zone,
        address=address(booking),
        **more,
    )
    return replace(draft, from_name=location.full_name)
