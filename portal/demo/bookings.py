"""Three weeks of bookings: a week back, two ahead, full as a good house is, each under the guard of the rooms."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from portal.booking.actions import book
from portal.booking.attendance.rules import How
from portal.booking.feed import actions as feed
from portal.booking.guard import actions as guard
from portal.booking.guard.queries import locked
from portal.booking.guests.rules import Guest
from portal.booking.models import Booking, Room
from portal.booking.queries import bookings_between, rooms_of
from portal.booking.rules import Ask, Privacy, Source
from portal.db.base import db
from portal.db.types import new_public_id
from portal.db.unit import transaction
from portal.house.models import Location
from portal.kernel.slots import Slot
from portal.kernel.zones import day_bounds, instant, local_date
from portal.members.models import Member

DAYS_BACK, DAYS_AHEAD = 7, 14
SATURDAY = 5
COFFEE_FROM = 9
GUESTS = (Guest("mira@tideline.example", "Mira Falk"), Guest("jo@tideline.example"))
# What a day looks like in each room; one of them is taken for each day, and some of it stays free.
PATTERNS: dict[str, tuple[str, ...]] = {
    "alder": (
        "09:00-10:00 10:30-12:00 14:00-15:30",
        "09:00-10:30 11:00-12:30 13:00-14:00 16:00-17:30",
        "08:30-09:30 10:00-11:00 11:30-13:00 15:00-16:30",
    ),
    "cedar": (
        "09:30-11:00 13:00-14:30 15:00-16:30",
        "09:00-09:45 10:00-12:30 14:00-17:00",
        "09:00-10:30 11:00-11:45 12:00-13:00 14:30-15:30 16:00-18:00",
    ),
    "rowan": (
        "08:30-09:00 09:00-12:00 13:15-14:00 16:00-17:30",
        "09:00-10:00 10:00-11:00 11:30-12:30 14:00-15:00 15:30-17:00",
        "09:00-10:30 10:45-12:00 13:00-15:30 16:30-17:30",
    ),
    "hazel": (
        "08:30-10:00 11:30-12:30 13:30-14:30 17:00-18:30",
        "09:00-10:00 10:30-12:00 13:00-14:00 15:00-16:00 16:00-17:00",
        "09:30-10:30 11:00-12:00 13:00-15:00 15:30-16:30",
    ),
    "birch": (
        "08:30-09:30 11:00-12:00 12:30-13:30 16:00-17:00",
        "09:30-10:30 11:00-12:30 14:00-15:30",
        "10:00-11:30 12:00-12:45 13:00-14:00 15:00-16:00",
    ),
    "willow": (
        "08:30-09:00 09:00-09:30 10:15-10:45 11:00-12:00 14:15-15:15 16:30-17:00",
        "08:30-09:00 09:00-09:45 10:00-11:00 12:00-12:30 13:30-14:30 15:00-15:30 16:00-16:45",
        "09:30-10:00 10:30-11:00 11:00-11:30 13:00-14:00 14:00-14:30 15:30-16:00 17:00-17:45",
    ),
    "maple": ("09:00-10:30 13:00-15:00", "10:00-12:00 14:00-15:30", "11:00-12:30 15:00-16:30"),
    "linden": ("09:30-10:30 11:00-12:00 15:00-16:00", "10:00-11:00 13:30-14:30", "09:00-11:00 12:00-12:45"),
    "aspen": ("10:00-10:30 14:00-15:00", "09:00-09:30 11:30-12:00", "16:00-16:45"),
}
TITLES = (
    "Spring print review", "Weekly stand-up", "Client call", "Interview", "Sketch session", "Budget", "Retrospective",
    "Kick-off", "Board prep", "Design critique", "Roadmap", "Tasting", "Script reading", "Site plans", "Pairing",
    "Podcast", "Quarterly numbers", "Training", "First meeting", "Workshop",
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """A booking to be."""

    room: str
    slot: Slot
    member: Member
    title: str
    people: int
    privacy: Privacy


def take_rooms(location: Location, members: Sequence[Member], days: Iterable[date], *, at: datetime) -> list[Booking]:
    """Fill the rooms of this location on these days; the day of `at` is always full, chance or not."""
    today = local_date(at, location.zone)
    rooms = [room for room in rooms_of(location) if room.slug in PATTERNS]
    open_days = [day for day in days if day.weekday() < SATURDAY]
    plans = [plan for day in open_days for room in rooms for plan in _day_of(room, day, (day - today).days, members)]
    return enter(plans, at=at)


def long_ago(location: Location, members: Sequence[Member], *, at: datetime) -> None:
    """One booking each from weeks ago, so that for these members no first one is still to be noticed."""
    today, slugs = local_date(at, location.zone), list(PATTERNS)[:6]
    plans = []
    for number, member in enumerate(members):
        day = today - timedelta(days=28 + number)
        day -= timedelta(days=max(day.weekday() - SATURDAY + 1, 0))
        slot = Slot(instant(day, time(10), location.zone), instant(day, time(11), location.zone))
        plans.append(Plan(slugs[number % len(slugs)], slot, member, TITLES[number % len(TITLES)], 2, Privacy.BUSY))
    enter(plans, at=at)


def by_hand(location: Location, members: Sequence[Member], *, at: datetime) -> None:
    """A booking each as they make it in the portal, with the letter that follows: late, when Birch is always free."""
    days = [day for day in three_weeks(local_date(at, location.zone)) if day > local_date(at, location.zone)]
    open_days = [day for day in days if day.weekday() < SATURDAY]
    for member, day in zip(members, open_days, strict=False):
        starts, ends = (instant(day, time(hour, 15), location.zone) for hour in (17, 18))
        ask = Ask(room="birch", slot=Slot(starts, ends), title="Tide tables", people=3, wants=("flipchart",), guests=GUESTS)
        book(ask, by=member, at=at - timedelta(hours=2))


def three_weeks(today: date) -> list[date]:
    """A week back and two ahead."""
    return [today + timedelta(ahead) for ahead in range(-DAYS_BACK, DAYS_AHEAD + 1)]


def empty_days(location: Location, *, at: datetime) -> list[date]:
    """The days from today on for which nobody has booked anything here."""
    days = [day for day in three_weeks(local_date(at, location.zone)) if day >= local_date(at, location.zone)]
    start, end = day_bounds(days[0], location.zone)[0], day_bounds(days[-1], location.zone)[1]
    booked = {local_date(booking.starts_at, location.zone) for booking in bookings_between(location, start, end)}
    return [day for day in days if day not in booked]


def _day_of(room: Room, day: date, ahead: int, members: Sequence[Member]) -> Iterable[Plan]:
    chance = Random(f"{room.slug} {day}")
    pattern = PATTERNS[room.slug]
    times = pattern[0] if ahead == 0 else chance.choice(pattern)
    stays_free = 0 if ahead == 0 else 0.05 + 0.02 * max(ahead, 0)
    for each in times.split():
        if chance.random() >= stays_free:
            yield _plan(room, day, each, (chance, members))


def _plan(room: Room, day: date, times: str, drawn_from: tuple[Random, Sequence[Member]]) -> Plan:
    chance, members = drawn_from
    starts, ends = (instant(day, time.fromisoformat(edge), room.location.zone) for edge in times.split("-"))
    privacy = chance.choices((Privacy.HOUSE, Privacy.BUSY, Privacy.HIDDEN), (2, 7, 1))[0]
    people = chance.randint(max(1, room.capacity // 2), room.capacity)
    return Plan(room.slug, Slot(starts, ends), chance.choice(members), chance.choice(TITLES), people, privacy)


def enter(plans: Sequence[Plan], *, at: datetime) -> list[Booking]:
    """Write the bookings down and take their rooms, all at once: as imports do, without letters, under the same guard."""
    if not plans:
        return []
    with transaction():
        spaces = locked(*sorted({plan.room for plan in plans}))
        bookings = [_drawn_up(plan, spaces[plan.room].room, at=at) for plan in plans]
        db.session.add_all(bookings)
        db.session.flush()
        for booking in bookings:
            guard.occupy(booking, spaces[booking.room.slug])
        touched = [part for space in spaces.values() for part in space.parts]
        feed.bump(parts=touched, members=sorted({booking.member_id for booking in bookings}), at=at)
    return bookings


def _drawn_up(plan: Plan, room: Room, *, at: datetime) -> Booking:
    made_at = min(at, plan.slot.starts_at) - timedelta(days=2, minutes=plan.slot.starts_at.day * 7)
    booking = Booking(
        public_id=new_public_id(),
        room=room,
        member=plan.member,
        company_id=plan.member.company_id,
        starts_at=plan.slot.starts_at,
        ends_at=plan.slot.ends_at,
        title=plan.title,
        people=plan.people,
        privacy=plan.privacy,
        wants=["coffee"] if plan.people >= COFFEE_FROM else [],
        # Nobody of these walks in while the demo runs, so the desk stands for those who are still to come.
        source=Source.DESK if room.check_in_minutes and plan.slot.ends_at > at else Source.PORTAL,
        checked_in_at=plan.slot.starts_at if room.check_in_minutes and plan.slot.starts_at <= at else None,
        checked_in_how=How.DOOR if room.check_in_minutes and plan.slot.starts_at <= at else "",
        sequence=0,
        edition=0,
        status="confirmed",
        made_at=made_at,
        changed_at=made_at,
        made_by=plan.member,
    )
    feed.render(booking)
    return booking
