"""What the house says about a day of its rooms, and the choices it offers."""

from collections.abc import Sequence
from datetime import date, timedelta

from portal.booking.board import Row, Scale, Wish, closed
from portal.booking.entry import stay_of
from portal.booking.grid.rules import Stretch
from portal.booking.models import Booking
from portal.booking.mood import Mood
from portal.booking.rules import RoomFacts, Stay, WayKind
from portal.booking.words import amenity, length, named
from portal.members.models import Member
from portal.web.formats import capital, count, hm, lasting, people, weekday
from portal.web.formats import day as day_name
from portal.web.language import _, _n

ASKED_FOR = ("screen", "video", "whiteboard", "step-free")
PEOPLE, MINUTES = (2, 4, 6, 8, 10), (30, 60, 90, 120)
NOON = "12:00"


def lede(kind: Mood, on: Scale, mine: Sequence[tuple[RoomFacts, Stretch]]) -> str:
    """The day in one or two sentences: "Busy until 12:00, then plenty of room. You have Alder at 10:30."."""
    turns = hm(kind.turns_at, on.zone) if kind.turns_at else ""
    turns = _("noon") if turns == NOON else turns
    sentences = {
        "quiet": _("Plenty of room for the rest of the day.") if on.now > on.open[0].starts_at else _("Plenty of room all day."),
        "mixed": _("Some room all through the day."),
        "busy": _("A busy day: the gaps are short."),
        "full": _("Nothing is left to book; the front desk may know a way."),
        "over": _("The day is over."),
        "then_quiet": _("Busy until %(time)s, then plenty of room.", time=turns),
        "then_busy": _("Plenty of room until %(time)s, then it fills up.", time=turns),
    }
    return " ".join([sentences[kind.word], *([_mine(mine, on)] if mine else [])])


def _mine(mine: Sequence[tuple[RoomFacts, Stretch]], on: Scale) -> str:
    places = [_("%(room)s at %(time)s", room=room.name, time=hm(each.starts_at, on.zone)) for room, each in mine]
    if len(places) == 1:
        return _("You have %(place)s.", place=places[0])
    if len(places) == 2:  # noqa: PLR2004 - two are named, more are counted
        return _("You have %(one)s and %(other)s.", one=places[0], other=places[1])
    return _("You have %(count)s bookings, next %(place)s.", count=count(len(places)), place=places[0])


def found(rows: Sequence[Row], wish: Wish) -> str:
    """What the filters found, as it is announced: "Four rooms fit six people for an hour."."""
    if not wish:
        return ""
    rooms = sum(bool(row.starts) for row in rows)
    if not rooms:
        return _("No room fits %(what)s that day.", what=wished(wish))
    return capital(_n("one room fits %(what)s.", "%(count)s rooms fit %(what)s.", rooms, what=wished(wish), count=count(rooms)))


def wished(wish: Wish) -> str:
    """Six people for an hour with a screen."""
    parts = [people(wish.people) if wish.people else _("you")]
    if wish.minutes:
        parts.append(_("for %(long)s", long=length(wish.minutes)))
    return " ".join(parts)


def key(wish: Wish) -> list[tuple[str, str]]:
    """What the shapes mean."""
    fits = _("Free")
    if wish.people and wish.minutes:
        fits = _("Fits %(people)s for %(long)s", people=count(wish.people), long=length(wish.minutes))
    elif wish:
        fits = _("Fits what you asked for")
    return [
        ("fits", fits), ("mine", _("Yours")), ("busy", _("Busy")), ("held", _("Pencilled in")), ("turn", _("We tidy up")),
    ]  # fmt: skip


def shuts(on: Scale) -> list[dict[str, object]]:
    """The closed time on both sides of the day, with its words."""
    veils = closed(on)
    opens, closes = on.quarter(on.open[0].starts_at), on.quarter_after(on.open[-1].ends_at)
    from_then = _("Closed from %(time)s", time=hm(on.open[-1].ends_at, on.zone))
    return [
        {"at": veil.at, "span": veil.span, "text": from_then if veil.at >= closes else _("Closed") if veil.at < opens else ""}
        for veil in veils
    ]


# --- The filter ------------------------------------------------------------------------------------------------


def choices(wish: Wish) -> dict[str, object]:
    """The choices of the filter, with what is chosen."""
    return {
        "people": [(n, size(n, is_chosen=n == wish.people), n == wish.people) for n in PEOPLE],
        "minutes": [(n, lasting(timedelta(minutes=n)), n == wish.minutes) for n in MINUTES],
        "things": [(name, *amenity(name), name in wish.things) for name in ASKED_FOR],
        "summary": summary(wish),
    }


def size(number: int, *, is_chosen: bool) -> str:
    """How many people, on a button: the chosen one says what it counts."""
    shown = f"{number}+" if number == PEOPLE[-1] else str(number)
    return _("%(n)s people", n=shown) if is_chosen else shown


def summary(wish: Wish) -> str:
    """The filter in one line, for a phone: "Six people, one hour, screen"."""
    parts = [people(wish.people)] if wish.people else []
    parts += [length(wish.minutes)] if wish.minutes else []
    parts += [named(thing).lower() for thing in wish.things]
    return capital(", ".join(parts)) or _("What do you need?")


# --- Letters to the desk --------------------------------------------------------------------------------------


def plea(on: date, wish: Wish) -> str:
    """A request to the front desk, begun: what somebody was looking for on the day page."""
    group = _(" for %(people)s", people=people(wish.people)) if wish.people else ""
    long = _(" for %(long)s", long=length(wish.minutes)) if wish.minutes else ""
    things = _(" with %(things)s", things=", ".join(named(thing).lower() for thing in wish.things)) if wish.things else ""
    return _(
        "Could you find us a room on %(day)s%(size)s%(long)s%(things)s?", day=day_name(on), size=group, long=long, things=things
    )


def closed_on(on: date, reason: str) -> str:
    """Why nothing can be booked that day."""
    if reason:
        return _("The house is closed: %(reason)s.", reason=reason.rstrip("."))
    return _("The house is closed on %(weekday)ss.", weekday=day_name(on).split()[0])


# --- One booking ------------------------------------------------------------------------------------------------


def seated(room: RoomFacts) -> str:
    """Ten seats."""
    return _n("%(count)s seat", "%(count)s seats", room.capacity, count=count(room.capacity))


def place_and_size(on: date, room: RoomFacts) -> str:
    """Thursday 11 June, first floor, ten seats."""
    return ", ".join(part for part in (day_name(on), room.floor, seated(room)) if part)


def stay_in(stay: Stay) -> str:
    """Alder, 12:15 to 13:15."""
    return _("%(room)s, %(begin)s to %(end)s", room=stay.name, begin=hm(stay.starts), end=hm(stay.ends))


def yours(stay: Stay) -> str:
    """What is said when it is done."""
    return _("%(room)s is yours, %(begin)s to %(end)s.", room=stay.name, begin=hm(stay.starts), end=hm(stay.ends))


def done(stay: Stay, *, held: bool) -> str:
    """What is said when it is done, be it sure or not."""
    if not held:
        return yours(stay)
    return _("%(room)s is pencilled in, %(begin)s to %(end)s, until the front desk says yes.", room=stay.name,
             begin=hm(stay.starts), end=hm(stay.ends))  # fmt: skip


def booked(booking: Booking, *, by: Member) -> str:
    """What is said when it is booked, for oneself or for somebody else."""
    stay = stay_of(booking)
    if booking.member is by:
        return done(stay, held=bool(booking.held_for))
    return _("%(room)s is booked for %(name)s, %(begin)s to %(end)s. The letter is on its way.", room=stay.name,
             name=booking.member.name, begin=hm(stay.starts), end=hm(stay.ends))  # fmt: skip


def given_back(stay: Stay) -> str:
    """What is said when it is cancelled."""
    return _("%(room)s is free again, %(begin)s to %(end)s. Thank you for telling us.", room=stay.name,
             begin=hm(stay.starts), end=hm(stay.ends))  # fmt: skip


def way_out(stay: Stay, kind: WayKind, asked_on: date) -> tuple[str, str]:
    """What a way round is, and the button that takes it: "Alder, 13:00 to 14:00", "Take 13:00"."""
    what = stay_in(stay)
    if stay.day != asked_on:
        what = _("%(room)s, %(day)s, %(begin)s to %(end)s", room=stay.name, day=day_name(stay.day), begin=hm(stay.starts),
                 end=hm(stay.ends))  # fmt: skip
    if kind == WayKind.WAITLIST:
        return _("Wait for %(room)s at %(time)s", room=stay.name, time=hm(stay.starts)), _("Wait for it")
    if kind == WayKind.OTHER_ROOM:
        return what, _("Take %(what)s", what=stay.name)
    if stay.day != asked_on:
        return what, _("Take %(day)s, %(time)s", day=weekday(stay.day), time=hm(stay.starts))
    return what, _("Take %(what)s", what=hm(stay.starts))


def ways_said(number: int) -> str:
    """How many ways round follow."""
    if not number:
        return _("We found no other room for that. The front desk often does.")
    return _n("Here is a good way round.", "Here are %(count)s good ways round.", number, count=count(number))


def plea_for(stay: Stay, group: int) -> str:
    """A request to the front desk, begun: what was refused."""
    facts = {
        "day": day_name(stay.day),
        "begin": hm(stay.starts),
        "end": hm(stay.ends),
        "people": people(group),
        "room": stay.name,
    }
    return _("We would like %(room)s on %(day)s, %(begin)s to %(end)s, for %(people)s. Is there a way?", **facts)
