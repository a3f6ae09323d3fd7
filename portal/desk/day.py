"""The community manager's day: in plain sentences first, each leading to what it is about; then the lists."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from flask import url_for

from portal.booking import queries as booking_queries
from portal.booking import words
from portal.booking.approval import queries as approval_queries
from portal.booking.models import Booking
from portal.booking.rules import Status
from portal.booking.waitlist import queries as waitlist_queries
from portal.desk.words import greeting
from portal.helpdesk import queries as helpdesk_queries
from portal.helpdesk import shown as requests
from portal.helpdesk.reader import Reader
from portal.house import queries as house_queries
from portal.house.models import Location
from portal.kernel.zones import day_bounds, local, local_date
from portal.members.models import Member
from portal.reminders import queries as reminder_queries
from portal.reminders import shown as touches
from portal.reminders.rules import Kind, Reason
from portal.web.formats import capital, count, hm, people
from portal.web.language import _, _n

WAITING_SHOWN, PROMISED_SHOWN, TOUCHES_SHOWN = 8, 8, 5
NOTES = frozenset({Kind.NOTE})
GREETINGS = frozenset(Kind) - NOTES


class Part(NamedTuple):
    """A sentence of the briefing, and where it leads; nowhere if the address is empty."""

    text: str
    url: str = ""


class Line(NamedTuple):
    """A booking in the day's list."""

    time: str
    until: str
    room: str
    who: Member
    title: str
    people: int
    needs: list[str]
    guests: int
    url: str
    is_past: bool
    is_held: bool


def write(member: Member, now: datetime) -> dict[str, Any]:
    """Everything on the desk."""
    place = house_queries.location()
    today = local_date(now, place.zone)
    asked, touched = Reader(member, now, place.zone), touches.Reader(member, now, place.zone)
    lists = {
        "bookings": day_of(place, today, now),
        "promised": requests.lines(helpdesk_queries.taken(member), asked),
        "waiting": requests.lines(helpdesk_queries.waiting(member), asked),
        "hellos": touches.cards(reminder_queries.open_touches(today, kinds=GREETINGS), touched),
        "notes": touches.cards(reminder_queries.open_touches(today, kinds=NOTES), touched),
    }
    pencilled = _pencilled(approval_queries.pencilled_count(at=now))
    return {
        "greeting": greeting(member, local(now, place.zone)),
        "briefing": [*briefing(lists, today), *([pencilled] if pencilled else []), *_in_line(waitlist_queries.open_count())],
        "now": hm(now, place.zone),
        "shown": {"waiting": WAITING_SHOWN, "promised": PROMISED_SHOWN, "touches": TOUCHES_SHOWN},
        **lists,
    }


def day_of(place: Location, on: date, now: datetime) -> list[Line]:
    """Every booking of a date, in order."""
    found = booking_queries.bookings_between(place, *day_bounds(on, place.zone))
    return [_line(booking, place, now) for booking in found]


def _line(booking: Booking, place: Location, now: datetime) -> Line:
    return Line(
        time=hm(booking.starts_at, place.zone),
        until=hm(booking.ends_at, place.zone),
        room=booking.room.name,
        who=booking.member,
        title=booking.title,
        people=booking.people,
        needs=words.ready(booking.wants, booking.needs),
        guests=len(booking.guests),
        url=url_for("booking.show", public_id=booking.public_id),
        is_past=booking.starts_at <= now,
        is_held=booking.status == Status.HELD,
    )


def briefing(lists: dict[str, Any], today: date) -> list[Part]:
    """The day in sentences. Only what is so is said."""
    quiet = not (lists["waiting"] or lists["promised"] or lists["hellos"] or lists["notes"])
    found = [_bookings(lists["bookings"]), _waiting(lists["waiting"]), _late(lists["waiting"] + lists["promised"])]
    found += [_first_days(lists["hellos"], today), _notes(lists["notes"])]
    rest = Part(_("Nobody is waiting, and every promise is kept. A good moment for a coffee.")) if quiet else None
    return [part for part in (*found, rest) if part]


def _bookings(lines: list[Line]) -> Part:
    if not lines:
        return Part(_("No bookings today."), url_for("desk.bookings"))
    booked = _n("One booking", "%(words)s bookings", len(lines), words=capital(count(len(lines))))
    who = people(sum(line.people for line in lines))
    return Part(_("%(bookings)s for %(people)s today.", bookings=booked, people=who), url_for("desk.bookings"))


def _pencilled(number: int) -> Part | None:
    if not number:
        return None
    words = capital(count(number))
    said = _n("One booking waits for your yes.", "%(words)s bookings wait for your yes.", number, words=words)
    return Part(said, url_for("approval.index"))


def _in_line(number: int) -> list[Part]:
    if not number:
        return []
    words = capital(count(number))
    said = _n("One wish is on the waitlist.", "%(words)s wishes are on the waitlist.", number, words=words)
    return [Part(said, url_for("waitlist.desk"))]


def _waiting(lines: list[requests.Line]) -> Part | None:
    if not lines:
        return None
    words = capital(count(len(lines)))
    return Part(_n("One request waits for someone.", "%(words)s requests wait for someone.", len(lines), words=words), "#waiting")


def _late(lines: list[requests.Line]) -> Part | None:
    late = sum(1 for line in lines if line.due and line.due.kind == "late")
    if not late:
        return None
    return Part(_n("One answer is late.", "%(words)s answers are late.", late, words=capital(count(late))), "#waiting")


def _first_days(cards: list[touches.Card], today: date) -> Part | None:
    new = [
        card.touch.member.first_name
        for card in cards
        if card.touch.reason == Reason.FIRST_DAY and card.touch.occasion_on == today
    ]
    if not new:
        return None
    if len(new) == 1:
        return Part(_("It is %(name)s’s first day.", name=new[0]), "#hello")
    *others, last = new
    return Part(_("It is the first day of %(names)s and %(last)s.", names=", ".join(others), last=last), "#hello")


def _notes(cards: list[touches.Card]) -> Part | None:
    if not cards:
        return None
    words = capital(count(len(cards)))
    return Part(_n("One note to write.", "%(words)s notes to write.", len(cards), words=words), "#notes")


def list_of(on: date, now: datetime) -> dict[str, Any]:
    """The bookings of any date, with the ways to the days around it."""
    place = house_queries.location()
    today = local_date(now, place.zone)
    return {
        "on": on,
        "place": place,
        "bookings": day_of(place, on, now),
        "earlier": on - timedelta(days=1),
        "later": on + timedelta(days=1),
        "is_today": on == today,
        "now": hm(now, place.zone) if on == today else "",
    }
