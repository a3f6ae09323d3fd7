"""Reads: which bytes a feed has at present, and the bytes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, case, select
from sqlalchemy.orm import lazyload

from portal.booking.feed.queries import revisions, scope_of
from portal.booking.models import Booking, Room, room_part
from portal.booking.rules import LONGEST
from portal.calendars.rules import FeedKind, Horizon, fingerprint, fitting, horizon
from portal.db.base import db
from portal.house.models import Location
from portal.kernel.errors import NotFound
from portal.kernel.zones import day_bounds
from portal.members.models import Member


@dataclass(frozen=True)
class Feed:
    """One feed, as one member has it."""

    kind: FeedKind
    member: Member
    place: Location
    room: Room | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The zone whose midnight moves the horizon."""
        return self.place.zone

    @property
    def slug(self) -> str:
        """The last word of its address; some programs name the calendar by it."""
        return self.room.slug if self.room else "bookings"

    def horizon(self, now: datetime) -> Horizon:
        """What it covers at this instant."""
        return horizon(self.kind, now, self.zone)


@dataclass(frozen=True)
class Edition:
    """Which bytes a feed has at present, known without looking at a single booking."""

    tag: str
    changed_at: datetime


def feed(kind: FeedKind, member: Member, room: Room | None) -> Feed:
    """The feed as this member has it; my bookings count days as the first house does."""
    return Feed(kind, member, room.location if room else _first_house(), room)


def _first_house() -> Location:
    bare = (lazyload(Location.openings), lazyload(Location.closures))
    found = db.session.scalar(select(Location).order_by(Location.id).limit(1).options(*bare))
    if found is None:
        raise NotFound
    return found


def edition(of: Feed, now: datetime, *said: object) -> Edition:
    """The tag of the present bytes: it changes with a booking, at midnight, with what the head says, with the renderer."""
    today = of.horizon(now).today
    found = revisions(scope_of(of.member), *([scope_of(of.room)] if of.room else []))
    counted = sorted(f"{scope}={number}" for scope, (number, _) in found.items())
    midnight = day_bounds(today, of.zone)[0]
    tag = fingerprint(of.kind, of.member.id, *said, today, *counted)
    return Edition(tag, max([midnight, *(changed_at for _, changed_at in found.values())]))


def events(of: Feed, now: datetime) -> list[bytes]:
    """The stored events in order, as many as fit: titled where they are the member's own, busy where not."""
    over = of.horizon(now).slot
    found = db.session.scalars(_shown(of, starting=over.starts_at).where(Booking.starts_at < over.ends_at))
    return fitting([bytes(event) for event in found])


def coming(of: Feed, now: datetime, most: int) -> list[bytes]:
    """The next few of the same events, for looking at them before subscribing."""
    over = of.horizon(now).slot
    found = db.session.scalars(_shown(of, starting=now).where(Booking.starts_at < over.ends_at).limit(most))
    return [bytes(event) for event in found]


def _shown(of: Feed, *, starting: datetime) -> Select[Any]:
    own = Booking.member_id == of.member.id
    # No booking is longer than LONGEST, so the index on starts_at bounds the search on both sides.
    within = Booking.starts_at > starting - LONGEST, Booking.ends_at > starting
    if of.room is None:
        event: ColumnElement[Any] = Booking.own_event.expression
        query = select(event).where(own, *within)
    else:
        event = case((own, Booking.own_event), else_=Booking.busy_event)
        query = select(event).where(Booking.room_id.in_(_sharing(of.room)), *within)
    return query.where(event.is_not(None)).order_by(Booking.starts_at, Booking.id)


def _sharing(room: Room) -> Select[tuple[int]]:
    """The rooms whose bookings take this room: itself, and those that share a part with it."""
    parts = select(room_part.c.part_id).where(room_part.c.room_id == room.id)
    return select(room_part.c.room_id).where(room_part.c.part_id.in_(parts))
