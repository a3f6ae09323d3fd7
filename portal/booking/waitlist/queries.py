"""Reads of the waitlist; the name says for whom."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from portal.booking.grid.queries import stretches
from portal.booking.grid.rules import RoomDay
from portal.booking.guard.queries import Space
from portal.booking.models import Booking, Room, room_part
from portal.booking.rules import MARGIN, Hold, RoomRules, Status
from portal.booking.waitlist.models import Waiting
from portal.booking.waitlist.rules import OPEN, Stage, WishKind
from portal.db.base import db
from portal.kernel.errors import NotFound
from portal.kernel.slots import Slot
from portal.members.models import Member

SHOWN_FOR = timedelta(days=2)
"""How long one still reads what became of a wish."""
IN_ORDER = (Waiting.made_at, Waiting.id)


def around(*slugs: str) -> list[str]:
    """These rooms and all that share a part with one of them: what may open when one of them is freed."""
    mine, theirs, other = aliased(room_part), aliased(room_part), aliased(Room)
    query = (
        select(other.slug)
        .join(theirs, theirs.c.room_id == other.id)
        .join(mine, mine.c.part_id == theirs.c.part_id)
        .join(Room, Room.id == mine.c.room_id)
        .where(Room.slug.in_(slugs))
    )
    return sorted({*slugs, *db.session.scalars(query)})


def rooms_for(waiting: Waiting) -> list[str]:
    """The rooms that could meet this wish."""
    if not waiting.any_room:
        return [waiting.room.slug]
    here = db.session.scalars(select(Room).where(Room.location_id == waiting.room.location_id))
    return sorted(room.slug for room in here if waiting.wish.is_met_by(room.facts))


def spaces_as_they_are(slugs: Collection[str]) -> dict[str, Space]:
    """These rooms, not locked: to look whether it is worth locking them."""
    rooms = db.session.scalars(select(Room).where(Room.slug.in_(slugs)))
    return {room.slug: Space(room, [part.id for part in room.parts]) for room in rooms}


def waiting_for(member: Member, public_id: str) -> Waiting:
    """The member's own wish; NotFound for anybody else's, also for staff."""
    return _one(Waiting.public_id == public_id, Waiting.member_id == member.id)


def waiting_for_staff(public_id: str) -> Waiting:
    """Anybody's wish."""
    return _one(Waiting.public_id == public_id)


def waiting_of(member: Member, *, since: datetime) -> list[Waiting]:
    """What the member waits for, offers first, and what became of it lately."""
    shown = or_(Waiting.status.in_(OPEN), Waiting.changed_at > since - SHOWN_FOR)
    found = db.session.scalars(select(Waiting).where(Waiting.member_id == member.id, shown).order_by(*IN_ORDER))
    order = [Stage.OFFERED, Stage.WAITING, *Stage]
    return sorted(found, key=lambda each: order.index(Stage(each.status)))


def offers_to(member: Member, *, at: datetime) -> list[Waiting]:
    """What is held for the member now, to say yes to."""
    mine = select(Waiting).where(Waiting.member_id == member.id, Waiting.status == Stage.OFFERED)
    return [each for each in db.session.scalars(mine.order_by(*IN_ORDER)) if each.booking and each.booking.is_held(at)]


def open_ones() -> list[Waiting]:
    """Staff's view: every open wish, in line."""
    return list(db.session.scalars(_line()))


def open_count() -> int:
    """How many wait."""
    return db.session.scalar(select(func.count()).select_from(Waiting).where(Waiting.status.in_(OPEN))) or 0


def open_count_of(member: Member) -> int:
    """How many wishes the member has waiting."""
    mine = select(func.count()).select_from(Waiting).where(Waiting.member_id == member.id, Waiting.status.in_(OPEN))
    return db.session.scalar(mine) or 0


def same_as(entry: Waiting) -> Waiting | None:
    """The member's open wish for just this, if there is one."""
    same = (getattr(Waiting, name) == getattr(entry, name) for name in ("earliest_at", "latest_at", "minutes", "kind"))
    mine = and_(Waiting.member_id == entry.member.id, Waiting.room_id == entry.room.id, Waiting.status.in_(OPEN), *same)
    with db.session.no_autoflush:
        return db.session.scalars(select(Waiting).where(mine)).first()


def in_line(spaces: Collection[Space], span: Slot) -> list[Waiting]:
    """Who waits for one of these rooms, or for any as good, at a time that touches the span: in line, who wants it held first."""
    rooms = [space.room for space in spaces]
    here = or_(
        Waiting.room_id.in_([room.id for room in rooms]),
        and_(Waiting.any_room, Room.location_id.in_({room.location_id for room in rooms})),
    )
    query = select(Waiting).join(Room, Room.id == Waiting.room_id).where(Waiting.status == Stage.WAITING, here)
    touching = query.where(Waiting.earliest_at < span.ends_at + MARGIN, Waiting.latest_at > span.starts_at - MARGIN)
    found = [each for each in db.session.scalars(touching.order_by(*IN_ORDER)) if not each.member.has_left]
    return sorted(found, key=lambda each: each.kind != WishKind.HOLD)


def slots_for(entry: Waiting, space: Space, *, at: datetime) -> Iterator[Slot]:
    """When this wish could be met in this room, as the book stands."""
    wish, room = entry.wish, space.room
    if not room.retired_at and wish.is_met_by(room.facts):
        wide = Slot(wish.window.starts_at - MARGIN, wish.window.ends_at + MARGIN)
        taken = stretches([room.id], wide, viewer=entry.member)[room.id]
        yield from wish.slots(RoomDay(room.facts, tuple(taken)).free([wish.window]), RoomRules().step, at=at)


def ahead_of(entry: Waiting) -> int:
    """How many stand before this wish."""
    sooner = or_(Waiting.made_at < entry.made_at, and_(Waiting.made_at == entry.made_at, Waiting.id < entry.id))
    return _count(entry.room, entry.window, sooner, any_room=entry.any_room)


def ahead_of_new(room: Room, slot: Slot, *, by: Member) -> int:
    """How many others a new wish would stand behind."""
    return _count(room, slot, Waiting.member_id != by.id)


def overdue_offers(at: datetime) -> list[Waiting]:
    """Offers that nobody has said yes to in time."""
    late = select(Waiting).join(Booking, Booking.id == Waiting.booking_id).where(Waiting.status == Stage.OFFERED)
    return list(db.session.scalars(late.where(Booking.held_until <= at).order_by(Booking.held_until, Waiting.id)))


def hopeless(at: datetime) -> list[Waiting]:
    """Wishes that cannot be met any more."""
    return list(db.session.scalars(_line(Stage.WAITING).where(Waiting.closes_at <= at)))


def hopeful(at: datetime) -> list[Waiting]:
    """Wishes that may still be met."""
    return list(db.session.scalars(_line(Stage.WAITING).where(Waiting.closes_at > at)))


def offered_over(entry: Waiting) -> list[Waiting]:
    """The offers to others that are in this wish's way."""
    offers = select(Waiting).join(Booking, Booking.id == Waiting.booking_id)
    held = offers.where(Waiting.status == Stage.OFFERED, Booking.status == Status.HELD, Booking.held_for == Hold.OFFER)
    touching = held.where(Booking.starts_at < entry.latest_at, Booking.ends_at > entry.earliest_at)
    near = around(entry.room.slug)
    return [each for each in db.session.scalars(touching) if each.booking and each.booking.room.slug in near]


def _line(*stages: Stage) -> Select[Waiting]:
    return select(Waiting).where(Waiting.status.in_(stages or OPEN)).order_by(*IN_ORDER)


def _one(*conditions: ColumnElement[bool]) -> Waiting:
    found = db.session.scalar(select(Waiting).where(*conditions))
    if found is None:
        raise NotFound
    return found


def _count(room: Room, window: Slot, *more: ColumnElement[bool], any_room: bool = False) -> int:
    """How many open wishes to have it held could take what this one waits for."""
    near = select(Room.id).where(Room.slug.in_(around(room.slug)))
    place = Room.location_id == room.location_id
    rivals = place if any_room else and_(place, or_(Waiting.room_id.in_(near), Waiting.any_room))
    query = select(func.count()).select_from(Waiting).join(Room, Room.id == Waiting.room_id)
    standing = query.where(Waiting.status.in_(OPEN), Waiting.kind == WishKind.HOLD, rivals)
    return (
        db.session.scalar(standing.where(Waiting.earliest_at < window.ends_at, Waiting.latest_at > window.starts_at, *more)) or 0
    )
