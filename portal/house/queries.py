"""Reads about the houses."""

from collections import defaultdict
from datetime import time

from sqlalchemy import select

from portal.db.base import db
from portal.house.models import Location
from portal.house.rules import Hours
from portal.kernel.errors import NotFound


def locations() -> list[Location]:
    """All locations, the first one first."""
    return list(db.session.scalars(select(Location).order_by(Location.id)))


def location(slug: str = "") -> Location:
    """The location of this slug, or the first; NotFound if there is none."""
    query = select(Location).order_by(Location.id).limit(1)
    found = db.session.scalar(query.where(Location.slug == slug) if slug else query)
    if found is None:
        raise NotFound
    return found


def hours_of(place: Location) -> Hours:
    """The location's hours as a value for rules."""
    weekly: dict[int, list[tuple[time, time]]] = defaultdict(list)
    for opening in place.openings:
        weekly[opening.weekday].append((opening.opens, opening.closes))
    return Hours(
        zone=place.zone,
        weekly={weekday: tuple(stretches) for weekday, stretches in weekly.items()},
        closed={closure.closed_on: closure.reason for closure in place.closures},
    )
