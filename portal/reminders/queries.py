"""Reads about touches, and the facts that they are suggested from. All of it is for the desk alone."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from portal.booking.models import Booking, Room
from portal.db.base import db
from portal.directory.models import Profile
from portal.house import queries as house_queries
from portal.house.models import Location
from portal.kernel.errors import NotFound
from portal.kernel.zones import day_bounds, local_date
from portal.members.models import Member, Role
from portal.reminders.models import Touch, TouchChange
from portal.reminders.rules import IN_QUEUE, MADE_UP, Facts, Kind, Status

LATELY = 30
PART = 500


def open_count() -> int:
    """How many touches wait to be done."""
    return db.session.scalar(select(func.count()).where(Touch.status.in_(IN_QUEUE))) or 0


def open_touches(today: date, *, kinds: frozenset[Kind] = frozenset(Kind)) -> list[Touch]:
    """What waits to be done, what was put off until today or earlier among it; the most urgent first."""
    query = select(Touch).where(_waits(today), Touch.kind.in_(kinds))
    return list(db.session.scalars(query.order_by(Touch.best_by, Touch.id)))


def _waits(today: date) -> ColumnElement[bool]:
    woken = and_(Touch.status == Status.SNOOZED, Touch.snoozed_until <= today)
    return or_(Touch.status.in_(IN_QUEUE), woken)


def put_off(today: date) -> list[Touch]:
    """What comes back on a later day, the first day first."""
    query = select(Touch).where(Touch.status == Status.SNOOZED, Touch.snoozed_until > today)
    return list(db.session.scalars(query.order_by(Touch.snoozed_until, Touch.id)))


def lately_settled() -> list[Touch]:
    """What was done or let go last."""
    query = select(Touch).where(Touch.settled_at.is_not(None)).order_by(Touch.settled_at.desc(), Touch.id.desc())
    return list(db.session.scalars(query.limit(LATELY)))


def known_keys(keys: list[str]) -> set[str]:
    """Which of these have been suggested before; asked in parts, since a statement takes only so many values."""
    parts = (keys[first : first + PART] for first in range(0, len(keys), PART))
    return {key for part in parts for key in db.session.scalars(select(Touch.key).where(Touch.key.in_(part)))}


def delivered_count(place: Location, *, month_of: date) -> int:
    """How many have been done since the month began."""
    since, _ends = day_bounds(month_of.replace(day=1), place.zone)
    query = select(func.count()).where(Touch.status == Status.DELIVERED, Touch.settled_at >= since)
    return db.session.scalar(query) or 0


def touch(public_id: str) -> Touch:
    """The touch, or NotFound."""
    found = db.session.scalar(select(Touch).where(Touch.public_id == public_id))
    if found is None:
        raise NotFound
    return found


def touches_of(member: Member) -> list[Touch]:
    """Everything there was for a member, the latest first."""
    query = select(Touch).where(Touch.member_id == member.id).order_by(Touch.suggested_at.desc(), Touch.id.desc())
    return list(db.session.scalars(query))


def changes_of(found: Touch) -> list[TouchChange]:
    """Its steps, in order."""
    return list(db.session.scalars(select(TouchChange).where(TouchChange.touch_id == found.id).order_by(TouchChange.id)))


def last_delivered(member: Member) -> Touch | None:
    """The last thing somebody did for them."""
    return next((found for found in touches_of(member) if found.status == Status.DELIVERED), None)


# --- Facts ------------------------------------------------------------------------------------------------


def facts(place: Location, *, at: datetime) -> Iterator[tuple[int, Facts]]:
    """What the rules need to know of each present member, with the member's row number; staff need no reminding of."""
    birthdays, bookings = _birthdays(), _first_bookings(at)
    present = select(Member.id, Member.public_id, Member.joined_on)
    for member_id, public_id, joined_on in db.session.execute(
        present.where(Member.left_on.is_(None), Member.role == Role.MEMBER)
    ):
        made_at, room = bookings.get(member_id, (None, ""))
        booked_on = local_date(made_at, place.zone) if made_at else None
        yield (
            member_id,
            Facts(
                who=public_id,
                joined_on=joined_on,
                first_booked_on=booked_on,
                first_room=room,
                birthday=birthdays.get(member_id),
            ),
        )


def _birthdays() -> dict[int, tuple[int, int]]:
    """Month and day of those who agreed to be remembered."""
    query = select(Profile.member_id, Profile.birth_month, Profile.birth_day)
    told = query.where(Profile.may_remember.is_(True), Profile.birth_month.is_not(None), Profile.birth_day.is_not(None))
    return {member_id: (month, day) for member_id, month, day in db.session.execute(told) if month and day}


def _first_bookings(at: datetime) -> dict[int, tuple[datetime, str]]:
    """When and where somebody booked for the first time, if that was lately; what was brought over from elsewhere is no first."""
    firsts = select(func.min(Booking.id)).group_by(Booking.member_id)
    query: Select[int, datetime, str] = select(Booking.member_id, Booking.made_at, Room.name).join(Room)
    lately = query.where(
        Booking.id.in_(firsts), Booking.made_at > at - MADE_UP - timedelta(days=1), Booking.imported_key.is_(None)
    )  # fmt: skip
    return {member_id: (made_at, room) for member_id, made_at, room in db.session.execute(lately)}


def the_house() -> Location:
    """The house whose days count."""
    return house_queries.location()
