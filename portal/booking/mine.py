"""One's own bookings as their pages show them."""

from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import url_for

from portal.booking import policy, queries, sheet, words
from portal.booking.attendance import shown as attendance
from portal.booking.entry import stay_of
from portal.booking.forms import MoveForm
from portal.booking.models import Booking
from portal.booking.rules import Hold, Privacy, Status
from portal.booking.series import queries as of_series
from portal.booking.series import words as series_words
from portal.booking.series.rules import Scope
from portal.kernel.zones import local, local_date
from portal.members.models import Member
from portal.web.formats import count, hm, instant, people
from portal.web.formats import day as day_name
from portal.web.language import _, _n

AS_MINUTES, AS_HOURS = 99, 36
"""Up to here minutes read best, then hours, then days."""


class Entry(NamedTuple):
    """One line of the list."""

    iso: str
    time: str
    on: str
    """The day; empty today."""
    when: str
    url: str
    room: str
    leaf: str
    title: str


def entry(booking: Booking, now: datetime) -> Entry:
    """A booking as a line of the list."""
    zone, room = booking.room.location.zone, booking.room
    begin, end = local(booking.starts_at, zone), local(booking.ends_at, zone)
    on = "" if begin.date() == local_date(now, zone) else day_name(begin)
    when = _("%(day)s, until %(time)s", day=on or _("Today"), time=hm(end))
    when = _("%(when)s, pencilled in", when=when) if booking.status == Status.HELD else when
    when = _("%(when)s, one of a series", when=when) if booking.series_id else when
    url = url_for("booking.show", public_id=booking.public_id)
    return Entry(begin.isoformat(), hm(begin), on, when, url, room.name, words.leaf_of(room.facts), booking.title)


def listed(member: Member, since: datetime, now: datetime) -> dict[str, Any]:
    """What is coming up, and what has been."""
    bookings = queries.bookings_of(member, since=since)
    coming = [entry(each, now) for each in bookings if each.ends_at > now]
    past = [entry(each, now) for each in reversed(bookings) if each.ends_at <= now]
    return {"coming": coming, "past": past, "lede": _coming(coming)}


def _coming(coming: list[Entry]) -> str:
    if not coming:
        return _("Nothing is coming up.")
    first = coming[0]
    if not first.on:
        return _("Next is %(room)s, today at %(time)s.", room=first.room, time=first.time)
    return _("Next is %(room)s, on %(day)s at %(time)s.", room=first.room, day=first.on, time=first.time)


def write(booking: Booking, form: MoveForm, viewer: Member, now: datetime) -> dict[str, Any]:
    """Everything on the page of one booking."""
    stay, facts = stay_of(booking), booking.room.facts
    wanted = {"room": stay.room, "day": stay.day.isoformat(), "starts": f"{stay.starts:%H:%M}", "ends": f"{stay.ends:%H:%M}"}
    return {
        "booking": booking,
        "form": form,
        "stay": stay,
        "leaf": words.leaf_of(facts),
        "standing": standing(booking, now),
        "whose": booking.member if booking.member_id != viewer.id else None,
        "about": about(booking),
        "ready": ", ".join(words.ready(booking.wants, booking.needs)),
        "pencil": pencil(booking, now),
        "wait": booking.held_for == Hold.OFFER and booking.member_id == viewer.id,
        "can_approve": policy.can_approve(viewer, booking, now=now),
        "now_possible": attendance.deeds(booking, viewer, now),
        "strikes": attendance.strikes(booking, viewer, now),
        "can_change": policy.can_change(viewer, booking, now=now),
        "can_cancel": policy.can_cancel(viewer, booking, now=now),
        "rooms": [(room.slug, room.name) for room in queries.rooms_of(booking.room.location)],
        "privacies": sheet.privacies(),
        "series": repeating(booking),
        "day_url": url_for("booking.day", location=booking.room.location.slug, day=stay.day.isoformat()),
        "again": f"{url_for('booking.new')}?{urlencode(wanted)}",
    }


def repeating(booking: Booking) -> dict[str, Any] | None:
    """The series that it is a date of, and which dates a change may be for."""
    series = booking.series
    if series is None:
        return None
    scopes = [
        (Scope.ONE, _("This date alone")),
        (Scope.FOLLOWING, _("This and the following dates")),
        (Scope.ALL, _("All dates to come")),
    ]
    rule = series_words.rule(series, len(of_series.live_dates(series)))
    return {"rule": rule, "url": url_for("series.show", public_id=series.public_id), "scopes": scopes}


def standing(booking: Booking, now: datetime) -> str:
    """Where it stands, in a few words."""
    given_up = {
        Status.CANCELLED: _("Cancelled. Somebody else may have the room."),
        Status.RELEASED: _("Nobody checked in, so the room was passed on."),
        Status.ENDED: _("You were done early. Thank you for saying so."),
    }
    if booking.status in given_up:
        return given_up[Status(booking.status)]
    if booking.ends_at <= now or not booking.is_live:
        return _("This one is over")
    if booking.status == Status.HELD:
        return _("Pencilled in")
    if booking.starts_at <= now:
        return _("Yours right now")
    return _until(booking.starts_at, now)


def pencil(booking: Booking, now: datetime) -> str:
    """What a booking that is not sure yet waits for, and until when."""
    if not booking.held_until or not booking.is_held(now):
        return ""
    until = instant(booking.held_until, booking.room.location.zone)
    if booking.held_for == Hold.OFFER:
        return _("It has opened up, and we hold it until %(until)s for who is next in line.", until=until)
    return _("Pencilled in until the front desk says yes. If it does not by %(until)s, it lapses, and we say so.", until=until)


def _until(starts_at: datetime, now: datetime) -> str:
    """In ten minutes, in two hours, in three days."""
    minutes = max(int((starts_at - now).total_seconds()) // 60, 1)
    hours, days = round(minutes / 60), round(minutes / 60 / 24)
    if minutes <= AS_MINUTES:
        return _n("In one minute", "In %(words)s minutes", minutes, words=count(minutes))
    if hours <= AS_HOURS:
        return _n("In one hour", "In %(words)s hours", hours, words=count(hours))
    return _n("In one day", "In %(words)s days", days, words=count(days))


def about(booking: Booking) -> str:
    """For how many, and who reads the title."""
    readers = {
        Privacy.HOUSE: _("Everyone can read what it is about."),
        Privacy.BUSY: _("Everyone else sees “Busy”."),
        Privacy.HIDDEN: _("Everyone else sees “Busy”, and not who it is."),
    }
    return _("For %(people)s. %(readers)s", people=people(booking.people), readers=readers[Privacy(booking.privacy)])
