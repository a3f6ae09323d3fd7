"""A request as people see it: where it stands, its thread, when an answer is due. Nothing here that its reader may not see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask import url_for

from portal.booking.models import Booking
from portal.helpdesk import policy, queries
from portal.helpdesk.models import Ticket, TicketChange
from portal.helpdesk.reader import Reader
from portal.helpdesk.rules import CLOSED, MOST_WORDS, UNDER_WAY, Change, Deadline, Kind, Status, first_response, is_reopenable
from portal.helpdesk.thread import thread
from portal.kernel.business_time import BusinessHours
from portal.kernel.zones import local_date
from portal.web.formats import count, day, day_short, hm, lasting
from portal.web.language import _, _n

STATIONS = 4
MINUTE = timedelta(minutes=1)


class Station(NamedTuple):
    """One of the four on the rail: its name, a line below, and done, at or nothing for ahead."""

    name: str
    detail: str
    state: str


class Due(NamedTuple):
    """How long there is for an answer, in words and as a bar."""

    text: str
    kind: str
    value: int
    most: int


@dataclass(frozen=True)
class Line:
    """A request in a list."""

    ticket: Ticket
    says: str
    due: Due | None
    reached: int
    """How many of the four stations lie behind; the next one is where it is."""

    @property
    def at(self) -> int | None:
        """The station it is at; none once all four are done."""
        return self.reached if self.reached < STATIONS else None


def lines(tickets: Iterable[Ticket], reader: Reader) -> list[Line]:
    """Requests in a list, in the given order."""
    hours: dict[int, BusinessHours] = {}
    shown = []
    for ticket in tickets:
        place = queries.place_of(ticket)
        of_place = hours.setdefault(place.id, hours.get(place.id) or queries.hours_of(place))
        shown.append(line(ticket, of_place, reader))
    return shown


def line(ticket: Ticket, hours: BusinessHours, reader: Reader) -> Line:
    """One of them."""
    deadline = deadline_of(ticket, hours, reader.now)
    return Line(ticket, stands(ticket, reader), due(deadline, reader) or promised(ticket, reader), _reached(ticket))


def deadline_of(ticket: Ticket, hours: BusinessHours, now: datetime) -> Deadline | None:
    """When the first answer is due; none once there was one."""
    if ticket.first_response_at is not None or ticket.is_closed:
        return None
    return first_response(ticket.received_at, hours, now=now)


def due(deadline: Deadline | None, reader: Reader) -> Due | None:
    """The same in words: minutes on the day itself, else the day."""
    if deadline is None:
        return None
    most = int(deadline.total / MINUTE)
    if deadline.is_late:
        return Due(_("%(time)s over", time=lasting(deadline.over)), "late", most, most)
    if local_date(deadline.due_at, reader.zone) != local_date(reader.now, reader.zone):
        return Due(_("by %(when)s", when=reader.when(deadline.due_at)), "", deadline.gone, most)
    return Due(_("%(time)s left", time=lasting(deadline.left)), "soon" if deadline.is_soon else "", deadline.gone, most)


def promised(ticket: Ticket, reader: Reader) -> Due | None:
    """The day by which we said that there would be word; a day has no bar."""
    on = ticket.next_action_on
    if on is None or ticket.stands not in UNDER_WAY:
        return None
    late = (local_date(reader.now, reader.zone) - on).days
    if late > 0:
        return Due(_n("one day late", "%(words)s days late", late, words=count(late)), "late", 0, 0)
    return Due(_("today"), "soon", 0, 0) if late == 0 else Due(day_short(on), "", 0, 0)


def stands(ticket: Ticket, reader: Reader) -> str:
    """Where it stands, in a sentence or two."""
    if ticket.stands in CLOSED:
        return _closed(ticket, reader)
    who = ticket.shepherd.first_name if ticket.shepherd else ""
    if ticket.stands is Status.ANSWERED:
        return _("%(name)s thinks it is done. Is it?", name=who) if reader.is_asking(ticket) else _("Waits for a yes or a no.")
    if not who:
        return _("Received at %(time)s.", time=reader.when(ticket.received_at))
    if ticket.stands is Status.WAITING_FOR_MEMBER:
        mine = reader.is_asking(ticket)
        return _("%(name)s waits for a word from you.", name=who) if mine else _("%(name)s waits for their word.", name=who)
    return " ".join(filter(None, (_("%(name)s is on it.", name=who), _next(ticket, reader))))


def _next(ticket: Ticket, reader: Reader) -> str:
    if ticket.next_action_on is None:
        return ticket.next_action
    by = reader.by_day(ticket.next_action_on)
    if ticket.next_action:
        return _("Next, %(day)s: %(what)s.", day=by, what=ticket.next_action.removesuffix("."))
    return _("Next word: %(day)s.", day=by)


def _closed(ticket: Ticket, reader: Reader) -> str:
    when = reader.by_day(local_date(ticket.closed_at, reader.zone)) if ticket.closed_at else ""
    if reader.is_asking(ticket):
        return {
            Status.CLOSED_CONFIRMED: _("You said it is fixed, %(day)s.", day=when),
            Status.DECLINED: _("Not this time. Open it again if you see it differently."),
            Status.MERGED: _("Goes on together with another request."),
            Status.CLOSED_NO_WORD: _("We heard no more from you, so it rests."),
        }[ticket.stands]
    return {
        Status.CLOSED_CONFIRMED: _("%(name)s said it is fixed, %(day)s.", name=ticket.member.first_name, day=when),
        Status.DECLINED: _("Declined, %(day)s.", day=when),
        Status.MERGED: _("Goes on together with another request."),
        Status.CLOSED_NO_WORD: _("No word any more, %(day)s.", day=when),
    }[ticket.stands]


def _reached(ticket: Ticket) -> int:
    if ticket.is_closed:
        return STATIONS
    if ticket.stands is Status.ANSWERED:
        return 2
    return 1 if ticket.shepherd_id is not None or ticket.stands is not Status.RECEIVED else 0


def rail(ticket: Ticket, changes: list[TicketChange], reader: Reader) -> list[Station]:
    """The four stations, said in words."""
    asked = ticket.member.first_name
    mine = reader.is_asking(ticket)
    last = _("You said it is") if mine else _("%(name)s said it is", name=asked)
    ahead = _("Only you can close this") if mine else _("Only %(name)s can close this", name=asked)
    names = [
        (_("Received"), reader.when(ticket.received_at)),
        (_who_has_it(ticket), _since(ticket, changes, reader)),
        (_("Fixed?"), reader.when(ticket.answered_at) if ticket.stands is Status.ANSWERED and ticket.answered_at else ""),
        (last, ahead if not ticket.is_closed else ""),
    ]
    if ticket.is_closed:
        detail = reader.when(ticket.closed_at) if ticket.closed_at else ""
        names[-1] = (last if ticket.stands is Status.CLOSED_CONFIRMED else _("Closed"), detail)
    reached = _reached(ticket)
    states = ["done" if n < reached else "at" if n == reached else "" for n in range(STATIONS)]
    return [Station(name, detail, state) for (name, detail), state in zip(names, states, strict=True)]


def _who_has_it(ticket: Ticket) -> str:
    return _("%(name)s is on it", name=ticket.shepherd.first_name) if ticket.shepherd else _("Somebody takes it")


def _since(ticket: Ticket, changes: list[TicketChange], reader: Reader) -> str:
    claimed = next((change.changed_at for change in reversed(changes) if change.what == Change.CLAIMED), None)
    since = _("since %(time)s", time=reader.when(claimed)) if claimed else ""
    word = ""
    if ticket.next_action_on is not None and ticket.stands in UNDER_WAY:
        word = _("next word %(day)s", day=reader.by_day(ticket.next_action_on))
    return ", ".join(filter(None, (since, word)))


def page_of(ticket: Ticket, reader: Reader) -> dict[str, Any]:
    """Everything on a request's page that this reader may see."""
    messages, changes = queries.thread_of(ticket, for_=reader.member), queries.changes_of(ticket)
    context = {
        "ticket": ticket,
        "says": stands(ticket, reader),
        "rail": rail(ticket, changes, reader),
        "thread": thread(messages, changes, reader),
        "asked": reader.asked(ticket),
        "seen": len(messages),
        "most": MOST_WORDS,
        "can_reopen": is_reopenable(ticket.stands, ticket.closed_at, now=reader.now),
    }
    return context | (_for_the_desk(ticket, reader) if policy.can_work_on(reader.member, ticket) else {})


def _for_the_desk(ticket: Ticket, reader: Reader) -> dict[str, Any]:
    hours = queries.hours_of(queries.place_of(ticket))
    return {
        "due": due(deadline_of(ticket, hours, reader.now), reader),
        "kinds": [("", _("Not said yet")), *kinds()],
        "today": local_date(reader.now, reader.zone),
        "help_book": "" if ticket.is_closed else _help_book(ticket),
    }


def _help_book(ticket: Ticket) -> str:
    """The booking form for whoever asked, begun; it leads back here."""
    room = ticket.room.slug if ticket.room and not ticket.room.retired_at else None
    for_whom: dict[str, Any] = {"for": ticket.member.email}
    return url_for("booking.new", room=room, request=ticket.reference, **for_whom)


def answer_with(booking: Booking) -> str:
    """A word to whoever asked for a room: which it is."""
    zone = booking.room.location.zone
    return _("%(room)s is booked for you: %(day)s, %(begin)s to %(end)s. You find it under your bookings.",
             room=booking.room.name, day=day(booking.starts_at, zone), begin=hm(booking.starts_at, zone),
             end=hm(booking.ends_at, zone))  # fmt: skip


def kinds() -> list[tuple[str, str]]:
    """What a request can be, as staff choose it."""
    words = {
        Kind.QUESTION: _("Question"),
        Kind.FAULT: _("Fault"),
        Kind.COMPLAINT: _("Complaint"),
        Kind.WISH: _("Wish"),
        Kind.EXCEPTION: _("Exception to a rule"),
        Kind.INTRODUCTION: _("Introduction"),
        Kind.ENQUIRY: _("Enquiry"),
    }
    return [(str(kind), words[kind]) for kind in Kind]
