"""Reads about the houses."""

from collections import defaultdict
from datetime import time
from typing import NamedTuple

from sqlalchemy import String, cast, func, or_, select
from sqlalchemy.orm import joinedload

from portal.db.base import db
from portal.house.models import Location
from portal.house.rules import Hours
from portal.kernel.errors import NotFound


def locations() -> list[Location]:
    """All locations, the first one first."""
    return list(db.session.scalars(select(Location).order_by(Location.id)))


class House(NamedTuple):
    """A location in a list to choose from."""

    slug: str
    place: str


HOUSES = select(func.aggregate_strings(cast(Location.id, String) + "\t" + Location.slug + "\t" + Location.place, "\n"))
FIRST = select(func.min(Location.id))


def location(slug: str = "") -> Location:
    """The location of this slug, or the first; NotFound if there is none. Read once for a page, hours and all."""
    known: dict[str, Location] = db.session.info.setdefault("locations", {})
    if slug not in known:
        _look_up(slug, known)
    if slug not in known:
        raise NotFound
    return known[slug]


def _look_up(slug: str, known: dict[str, Location]) -> None:
    """Learn of the location, of the first one, whose name is on every page, and of the names of all: in one statement."""
    wanted = or_(Location.slug == slug, Location.id == FIRST.scalar_subquery())
    query = select(Location, HOUSES.scalar_subquery()).where(wanted).order_by(Location.id)
    rows = db.session.execute(query.options(joinedload(Location.openings), joinedload(Location.closures))).unique().all()
    for place, names in reversed(rows):
        known[place.slug] = known[""] = place
        db.session.info["houses"] = names


def houses() -> list[House]:
    """Every location to choose from, the first one first; on a page that has asked for one, without a further statement."""
    location()
    rows = [line.split("\t") for line in db.session.info["houses"].split("\n")]
    return [House(slug, place) for _id, slug, place in sorted(rows, key=lambda row: int(row[0]))]


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
