"""Reads about groups of rooms."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.booking.groups.rules import GroupPlan
from portal.booking.models import Room, RoomGroup
from portal.booking.queries import rooms_of
from portal.db.base import db
from portal.house.queries import locations
from portal.kernel.errors import NotFound


def groups() -> list[RoomGroup]:
    """Every group with its rooms, by name."""
    return list(db.session.scalars(select(RoomGroup).options(selectinload(RoomGroup.rooms)).order_by(RoomGroup.name)))


def group(public_id: str) -> RoomGroup:
    """The group of this id, or NotFound."""
    found = db.session.scalar(select(RoomGroup).where(RoomGroup.public_id == public_id))
    if found is None:
        raise NotFound
    return found


def plan_of(found: RoomGroup) -> GroupPlan:
    """The group as it is set up now."""
    return GroupPlan(found.name, tuple(sorted(room.slug for room in found.rooms)))


def rooms_named(slugs: tuple[str, ...]) -> list[Room]:
    """These rooms; NotFound if one does not exist."""
    found = list(db.session.scalars(select(Room).where(Room.slug.in_(slugs)).order_by(Room.id)))
    if len(found) != len(set(slugs)):
        raise NotFound
    return found


def choices() -> list[tuple[str, str]]:
    """Every room in use; with its house where there are several."""
    places = locations()
    several = len(places) > 1
    return [
        (room.slug, f"{room.name}, {place.place.removeprefix('at ')}" if several else room.name)
        for place in places
        for room in rooms_of(place)
    ]
