"""A big house for trying things under load: as many members, rooms, bookings and requests as asked for, always the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count, islice
from random import Random

from sqlalchemy import select

from portal.booking.models import Part, Room
from portal.booking.queries import rooms_of
from portal.booking.rules import Privacy
from portal.db.base import db
from portal.db.unit import transaction
from portal.demo.bookings import SATURDAY, TITLES, Plan, enter
from portal.demo.people import COMPANIES, NAMES
from portal.helpdesk import actions as helpdesk
from portal.helpdesk.actions import Asking
from portal.house.models import Location
from portal.kernel.errors import Conflict
from portal.kernel.slots import Slot
from portal.kernel.words import N_
from portal.kernel.zones import instant, local_date
from portal.members.models import Company, Member

BATCH = 500
STARTS = tuple(time(hour) for hour in range(9, 18))
AN_HOUR = timedelta(hours=1)
QUESTIONS = (
    "The light in the corridor flickers.", "Could we have a second coffee machine?", "My card does not open the gate.",
    "When does the desk open on the bank holiday?", "The chair at desk 12 sinks.", "Is there a printer for A3?",
)  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How much of what; bookings begin on `first_day`."""

    members: int
    rooms: int
    bookings: int
    requests: int
    first_day: date


def seed(size: Size, location: Location, *, at: datetime, password_hash: str | None = None) -> Iterator[tuple[str, int]]:
    """Fill the location; tells what was just made, batch by batch. Raises Conflict if it was seeded before."""
    if db.session.scalar(select(Member.id).where(Member.email == _email(0))) is not None:
        raise Conflict(N_("This house is seeded already."))
    yield from (("members", made) for made in _members(size.members, password_hash, at=at))
    yield "rooms", _rooms(size.rooms, location)
    members = list(db.session.scalars(select(Member).where(Member.email.like("seed-%")).order_by(Member.id)))
    rooms = [room for room in rooms_of(location) if room.slug.startswith("seed-")]
    plans = islice(_plans(rooms, members, size.first_day), size.bookings)
    while batch := list(islice(plans, BATCH)):
        enter(batch, at=at)
        yield "bookings", len(batch)
    for number in range(size.requests):
        asked_at = at - timedelta(minutes=number)
        helpdesk.ask(Asking(words=QUESTIONS[number % len(QUESTIONS)]), by=members[number % len(members)], at=asked_at)
        yield "requests", 1


def _email(number: int) -> str:
    return f"seed-{number:06}@grove.example"


def _members(many: int, password_hash: str | None, *, at: datetime) -> Iterator[int]:
    for start in range(0, many, BATCH):
        numbers = range(start, min(start + BATCH, many))
        with transaction():
            companies = {each.name: each for each in db.session.scalars(select(Company))}
            for number in numbers:
                name = f"{NAMES[number % len(NAMES)]} {number + 1}"
                company = companies.setdefault(
                    COMPANIES[number % len(COMPANIES)], Company(name=COMPANIES[number % len(COMPANIES)])
                )
                joined_on = at.date() - timedelta(days=number % 900 + 1)
                member = Member(name=name, email=_email(number), company=company, joined_on=joined_on, created_at=at)
                member.password_hash = password_hash
                db.session.add(member)
        yield len(numbers)


def _rooms(many: int, location: Location) -> int:
    location_id = location.id
    with transaction():
        for number in range(many):
            part = Part(location_id=location_id, name=f"Room {number + 1}")
            seats = number % 15 + 2
            room = Room(slug=f"seed-{number + 1:04}", name=part.name, location_id=location_id, capacity=seats, parts=[part])
            room.fire_capacity, room.position = seats + 2, 1000 + number
            db.session.add(room)
    return many


def _plans(rooms: Sequence[Room], members: Sequence[Member], first_day: date) -> Iterator[Plan]:
    """An hour in every room, five of six, day after day."""
    for day in (first_day + timedelta(days=number) for number in count()):
        chance = Random(f"seed {day}")
        for room in rooms if day.weekday() < SATURDAY else ():
            for starts in STARTS:
                slot = Slot(begins := instant(day, starts, room.location.zone), begins + AN_HOUR - timedelta(minutes=15))
                member, title = chance.choice(members), chance.choice(TITLES)
                if chance.random() < 5 / 6:
                    yield Plan(room.slug, slot, member, title, min(2, room.capacity), Privacy.BUSY)


def monday_before(at: datetime, location: Location) -> date:
    """Where bookings begin when nobody says so."""
    today = local_date(at, location.zone)
    return today - timedelta(days=today.weekday())
