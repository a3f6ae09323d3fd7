"""The letters of series: one for all its dates with the whole rule, and one for each date that stands apart."""

from collections.abc import Sequence
from dataclasses import replace

from flask import current_app

from portal.booking import mail
from portal.booking.feed.actions import where
from portal.booking.models import Booking
from portal.booking.rules import Status
from portal.booking.series import words
from portal.booking.series.models import Series
from portal.ical.invitation import Invitation, Recurrence, cancel, request
from portal.kernel.zones import instant_shifted
from portal.members.models import Member
from portal.outbox.letters import Draft, inviting, written
from portal.web.formats import day
from portal.web.language import _


def booked(series: Series, dates: Sequence[Booking], *, by: Member) -> Draft:
    """All of them are yours, with the invitation."""
    subject = _("%(room)s is yours: %(rule)s", room=series.room.name, rule=words.rule(series, len(dates)))
    return inviting(_letter("booked", series, subject, dates, by=by), request(invitation(series, dates)), "REQUEST")


def changed(series: Series, dates: Sequence[Booking], *, by: Member) -> Draft:
    """They are somewhere or some time else now, with the newer invitation."""
    subject = _("Moved: %(room)s, %(rule)s", room=series.room.name, rule=words.rule(series, len(dates)))
    return inviting(_letter("changed", series, subject, dates, by=by), request(invitation(series, dates)), "REQUEST")


def shortened(series: Series, dates: Sequence[Booking], *, by: Member) -> Draft:
    """Some dates are given back; the invitation says which are left."""
    subject = _("Fewer dates: %(room)s, %(rule)s", room=series.room.name, rule=words.rule(series, len(dates)))
    return inviting(_letter("shortened", series, subject, dates, by=by), request(invitation(series, dates)), "REQUEST")


def ended(series: Series, whole: Invitation, times: int, *, by: Member, moved_on: bool = False) -> Draft:
    """All of them are given back, with what takes them out of the calendar; or another series goes on in its place."""
    subject = _("Given back: %(room)s, %(rule)s", room=series.room.name, rule=words.rule(series, times))
    if moved_on:
        subject = _("%(room)s, %(rule)s, goes on differently", room=series.room.name, rule=words.rule(series, times))
    draft = _letter("ended", series, subject, [], by=by, moved_on=moved_on, rule=words.rule(series, times))
    return inviting(draft, cancel(whole), "CANCEL")


def withdrawn(series: Series, booking: Booking, entry: Invitation, *, by: Member) -> Draft:
    """A date that stood apart does so no more: its own entry leaves the calendar, before the series says what is."""
    subject = _("No longer apart: %(day)s", day=day(entry.starts_at, series.zone))
    draft = _letter("withdrawn", series, subject, [], by=by, number=f"{booking.public_id}:withdrawn", entry=entry)
    return inviting(draft, cancel(entry), "CANCEL")


def apart(series: Series, booking: Booking, *, by: Member) -> Draft:
    """One date is in another room, or at another time, than the rule has it."""
    subject = _("On %(day)s: %(room)s", day=day(booking.starts_at, series.zone), room=booking.room.name)
    draft = _letter("apart", series, subject, [booking], by=by, number=booking.public_id)
    return inviting(draft, request(mail.invitation(booking)), "REQUEST")


def invitation(series: Series, dates: Sequence[Booking]) -> Invitation:
    """The rule from the first of these dates to the last, without those missing; dates that stand apart have their own."""
    standing = [each.series_date for each in dates if each.series_date]
    first, last = min(standing), max(standing)
    starts_at = instant_shifted(first, series.starts, series.zone)
    missing = tuple(series.wall(day) for day in series.dates if first < day < last and day not in standing)
    sample = mail.invitation(dates[0])
    return Invitation(
        uid=series.uid,
        sequence=series.sequence,
        starts_at=starts_at,
        ends_at=starts_at + series.lasts,
        zone=series.zone,
        summary=f"{series.room.name}: {series.title}" if series.title else series.room.name,
        stamp=series.changed_at,
        organizer_name=sample.organizer_name,
        organizer_address=sample.organizer_address,
        attendees=sample.attendees,
        location=where(series.room),
        url=address(series),
        is_tentative=any(each.status == Status.HELD for each in dates),
        recurrence=Recurrence(series.rule, instant_shifted(last, series.starts, series.zone), missing),
    )


def address(series: Series) -> str:
    """The series' page, for letters."""
    return f"{current_app.config['GROVE'].base_url}/bookings/series/{series.public_id}"


def _letter(verb: str, series: Series, subject: str, dates: Sequence[Booking], *, by: Member, **more: object) -> Draft:
    number = more.pop("number", verb)
    draft = written(
        f"booking/series/{verb}",
        key=f"series:{series.public_id}:{series.sequence}:{number}",
        thread=f"series:{series.public_id}",
        to=series.member,
        subject=subject,
        series=series,
        room=series.room,
        house=series.room.location,
        zone=series.zone,
        rule=more.pop("rule", "") or words.rule(series, len(dates)),
        dates=dates,
        left_out=words.left_out(series, dates) if verb == "booked" else [],
        by=None if by.id == series.member_id else by,
        address=address(series),
        **more,
    )
    # A person who did it signs it; else the house does.
    return replace(draft, from_name=series.room.location.full_name if by.id == series.member_id else by.name)
