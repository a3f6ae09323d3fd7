"""Invitations by mail and single files, with the icalendar library: REQUEST, CANCEL, and an event without a method."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone, vCalAddress, vRecur, vText
from icalendar import Event as Component

from portal.ical.event import PRODUCT
from portal.ical.lines import address, clean, one_line
from portal.ical.zones import vtimezone


@dataclass(frozen=True)
class Attendee:
    """Somebody who is asked to come. Whoever booked has said yes already."""

    name: str
    address: str
    has_booked: bool = False


@dataclass(frozen=True)
class Recurrence:
    """How an event repeats: the RRULE without its end, the start of its last date, and the wall-clock starts left out."""

    rule: str
    until: datetime
    left_out: tuple[datetime, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """One event that people get by mail. `sequence` rises on a change of time, room or status, and on every cancellation."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    summary: str
    stamp: datetime
    organizer_name: str
    organizer_address: str
    attendees: tuple[Attendee, ...] = ()
    location: str = ""
    description: str = ""
    url: str = ""
    is_tentative: bool = False
    recurrence: Recurrence | None = None
    """That it is a whole series; it begins with its first date."""
    stands_for: datetime | None = None
    """Which start of the series of this uid it takes the place of, as the wall clock would show it."""


def request(invitation: Invitation) -> bytes:
    """METHOD:REQUEST: put it into the calendar, or move it there."""
    event = _event(invitation, "TENTATIVE" if invitation.is_tentative else "CONFIRMED")
    _add_people(event, invitation)
    return _calendar(invitation, [event], method="REQUEST")


def cancel(invitation: Invitation) -> bytes:
    """METHOD:CANCEL: take it out again."""
    event = _event(invitation, "CANCELLED")
    _add_people(event, invitation)
    return _calendar(invitation, [event], method="CANCEL")


def single_file(invitation: Invitation) -> bytes:
    """The event to download and open: without a method and without people, so nobody's client answers anybody."""
    return _calendar(invitation, [_event(invitation, "TENTATIVE" if invitation.is_tentative else "CONFIRMED")])


def _calendar(invitation: Invitation, events: Iterable[Component], method: str = "") -> bytes:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    if _is_local(invitation):
        first, last = invitation.starts_at.year - 1, invitation.ends_at.year + 2
        calendar.add_component(Timezone.from_ical(vtimezone(invitation.zone.key, first, last)))
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical(sorted=False))


def _is_local(invitation: Invitation) -> bool:
    """Whether wall-clock times say it all: in the hour that the clocks show twice only UTC does, and a zone may be UTC."""
    if invitation.zone.key == "UTC":
        return False
    ends = (invitation.starts_at, invitation.ends_at)
    return bool(invitation.recurrence) or not any(moment.astimezone(invitation.zone).fold for moment in ends)


def _event(invitation: Invitation, status: str) -> Component:
    zone = invitation.zone if _is_local(invitation) else UTC
    event = Component()
    event.add("uid", one_line(invitation.uid))
    event.add("dtstamp", invitation.stamp.astimezone(UTC))
    event.add("last-modified", invitation.stamp.astimezone(UTC))
    event.add("sequence", invitation.sequence)
    event.add("dtstart", invitation.starts_at.astimezone(zone))
    _add_end(event, invitation, zone)
    _add_recurrence(event, invitation, zone)
    event.add("summary", vText(one_line(invitation.summary)))
    event.add("status", status)
    event.add("transp", "OPAQUE")
    for name, value in (("location", one_line(invitation.location)), ("description", clean(invitation.description))):
        if value:
            event.add(name, vText(value))
    if invitation.url:
        event.add("url", address(invitation.url))
    return event


def _add_end(event: Component, invitation: Invitation, zone: tzinfo) -> None:
    ends = invitation.ends_at.astimezone(zone)
    if ends.fold:
        # A series is said in wall-clock times, and the second of two equal ones cannot be: a length can.
        event.add("duration", invitation.ends_at - invitation.starts_at)
    else:
        event.add("dtend", ends)


def _add_recurrence(event: Component, invitation: Invitation, zone: tzinfo) -> None:
    if invitation.stands_for:
        event.add("recurrence-id", invitation.stands_for if zone is not UTC else invitation.stands_for.astimezone(UTC))
    if invitation.recurrence:
        event.add("rrule", {**vRecur.from_ical(invitation.recurrence.rule), "UNTIL": invitation.recurrence.until.astimezone(UTC)})
        if invitation.recurrence.left_out:
            event.add("exdate", [start if zone is not UTC else start.astimezone(UTC) for start in invitation.recurrence.left_out])


def _add_people(event: Component, invitation: Invitation) -> None:
    event.add("organizer", _person(invitation.organizer_name, invitation.organizer_address))
    for attendee in invitation.attendees:
        person = _person(attendee.name, attendee.address)
        person.params["CUTYPE"] = "INDIVIDUAL"
        person.params["ROLE"] = "REQ-PARTICIPANT"
        person.params["PARTSTAT"] = "ACCEPTED" if attendee.has_booked else "NEEDS-ACTION"
        person.params["RSVP"] = "FALSE" if attendee.has_booked else "TRUE"
        event.add("attendee", person)


def _person(name: str, mail: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address(mail)}")
    # A parameter's value cannot hold a quotation mark at all.
    person.params["CN"] = one_line(name).replace('"', "’") or address(mail)
    return person
