"""A member's start page: what is next, what is free, what they asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any, NamedTuple

from portal.booking import board, mine, words
from portal.booking import queries as booking_queries
from portal.booking.attendance import shown as attendance
from portal.booking.grid import queries as grid
from portal.booking.grid.rules import RoomDay
from portal.booking.models import Booking
from portal.booking.rules import Status
from portal.booking.waitlist import shown as waitlist
from portal.desk.words import greeting
from portal.helpdesk import queries as helpdesk_queries
from portal.helpdesk import shown as requests
from portal.helpdesk.reader import Reader
from portal.house import queries as house_queries
from portal.house.models import Location
from portal.kernel.slots import Slot
from portal.kernel.zones import local, local_date
from portal.members.models import Member
from portal.web.formats import day, hm
from portal.web.language import _

ROOMS_SHOWN, COMING_SHOWN, REQUESTS_SHOWN = 3, 4, 5
WORTH_IT = timedelta(minutes=15)
"""A room that is free for less is not offered."""
LENGTHS = (timedelta(minutes=30), timedelta(hours=1))
LONGEST_OFFERED = timedelta(hours=2)


class Ticket(NamedTuple):
    """The next booking, large."""

    leaf: str
    when: str
    room: str
    hours: str
    url: str
    deeds: attendance.Deeds


@dataclass(frozen=True)
class FreeRoom:
    """A room that can be had at once: one tap books it until one of `ends`."""

    slug: str
    leaf: str
    name: str
    until: str
    has: str
    starts: str
    ends: tuple[str, ...]
    once: str


def write(member: Member, now: datetime) -> dict[str, Any]:
    """Everything on the page."""
    place = house_queries.location()
    today = local_date(now, place.zone)
    bookings = booking_queries.bookings_of(member, since=now)
    entries = [mine.entry(booking, now) for booking in bookings[: COMING_SHOWN + 1]]
    reader = Reader(member, now, place.zone)
    asked = helpdesk_queries.requests_of(member, open_only=True)[:REQUESTS_SHOWN]
    return {
        "greeting": greeting(member, local(now, place.zone)),
        "lede": " ".join((f"{day(today)}.", _next(bookings, now))),
        "next": _ticket(bookings[0], entries[0], member, now) if bookings else None,
        "coming": entries[1:],
        "free": free_now(place, member, now),
        "today": today,
        "lines": requests.lines(asked, reader),
        "once": token_urlsafe(),
        "offers": waitlist.offers(member, now),
    }


def _next(bookings: list[Booking], now: datetime) -> str:
    if not bookings:
        return _("Nothing is booked.")
    first = bookings[0]
    zone, room = first.room.location.zone, first.room.name
    if first.status == Status.HELD:
        when = f"{day(first.starts_at, zone)}, {hm(first.starts_at, zone)}"
        return _("%(room)s is pencilled in for %(when)s.", room=room, when=when)
    if first.starts_at <= now:
        return _("%(room)s is yours until %(time)s.", room=room, time=hm(first.ends_at, zone))
    if local_date(first.starts_at, zone) == local_date(now, zone):
        return _("%(room)s is yours from %(time)s.", room=room, time=hm(first.starts_at, zone))
    return _("Next is %(room)s, on %(day)s.", room=room, day=day(first.starts_at, zone))


def _ticket(booking: Booking, entry: mine.Entry, member: Member, now: datetime) -> Ticket:
    zone = booking.room.location.zone
    hours = _("%(begin)s to %(end)s", begin=hm(booking.starts_at, zone), end=hm(booking.ends_at, zone))
    told = ", ".join(filter(None, (entry.on, hours, booking.title)))
    deeds = attendance.deeds(booking, member, now)
    return Ticket(entry.leaf, mine.standing(booking, now), entry.room, told, entry.url, deeds)


def free_now(place: Location, member: Member, now: datetime) -> list[FreeRoom]:
    """Rooms that can be had at once, the smallest first: one person rarely needs sixteen seats."""
    today = local_date(now, place.zone)
    scale = board.scale(today, house_queries.hours_of(place), now)
    rooms = sorted(grid.day_of(place, today, viewer=member).rooms, key=lambda each: each.room.capacity)
    found = ((each, _running(each, scale)) for each in rooms)
    return [_free(each, gap, place) for each, gap in found if gap and gap.ends_at - now >= WORTH_IT][:ROOMS_SHOWN]


def _running(room: RoomDay, scale: board.Scale) -> Slot | None:
    """The gap that the present lies in."""
    gaps = board.free_quarters(room, scale)
    return next((gap for gap in gaps if gap.starts_at <= scale.now < gap.ends_at), None)


def _free(found: RoomDay, gap: Slot, place: Location) -> FreeRoom:
    ends = [gap.starts_at + length for length in LENGTHS if length < gap.lasts]
    if gap.lasts <= LONGEST_OFFERED:
        ends.append(gap.ends_at)
    room = found.room
    kit = [words.seats(room), *(word.lower() for _icon, word in words.kit_of(room))]
    return FreeRoom(
        slug=room.slug,
        leaf=words.leaf_of(room),
        name=room.name,
        until=hm(gap.ends_at, place.zone),
        has=", ".join(kit),
        starts=hm(gap.starts_at, place.zone),
        ends=tuple(hm(end, place.zone) for end in ends),
        once=token_urlsafe(),
    )
