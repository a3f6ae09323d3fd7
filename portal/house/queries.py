"""Reads about the houses."""

from collections import defaultdict
from datetime import time

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.db.base import db
from portal.house.models import Location
from portal.house.rules import Hours
from portal.kernel.errors import NotFound


def locations() -> list[Location]:
    """All locations, the first one first."""
    return list(db.session.scalars(select(Location).order_by(Location.id)))


def location(slug: str = "") -> Location:
    """The location of this slug, or the first; NotFound if there is none. Read once for a page, hours and all."""
    known: dict[str, int] = db.session.info.setdefault("locations", {})
    found = db.session.get(Location, known[slug]) if slug in known else None
    if found is None:
        chosen = Location.slug == slug if slug else Location.id == select(func.min(Location.id)).scalar_subquery()
        whole = (joinedload(Location.openings), joinedload(Location.closures))
        found = db.session.scalars(select(Location).where(chosen).options(*whole)).unique().one_or_none()
    if found is None:
        raise NotFound
    known[slug] = found.id
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
