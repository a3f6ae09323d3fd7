"""Reads about closed days: those to come, with what is booked on them, and the holidays that could be switched on."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select

from portal.booking.closures import almanac
from portal.booking.queries import bookings_between
from portal.booking.rooms.queries import as_touched
from portal.booking.rooms.rules import Touched
from portal.db.base import db
from portal.house.models import Closure, Location
from portal.kernel.errors import NotFound
from portal.kernel.zones import day_bounds, local_date


class Closed(NamedTuple):
    """A day on which the house stays closed, and what is booked on it."""

    on: date
    reason: str
    bookings: list[Touched]


class Proposal(NamedTuple):
    """A public holiday, and the reason why that day is closed already, if it is."""

    on: date
    name: str
    reason: str
    is_over: bool


@dataclass(frozen=True)
class Almanac:
    """The holidays of one country or a part of it."""

    country: str
    part: str


def closed_days(location: Location, at: datetime) -> list[Closed]:
    """The closed days from today on, in order."""
    today = local_date(at, location.zone)
    coming = [each for each in location.closures if each.closed_on >= today]
    return [Closed(each.closed_on, each.reason, touched_on(location, each.closed_on)) for each in coming]


def touched_on(location: Location, day: date) -> list[Touched]:
    """What is booked on that day."""
    return [as_touched(each) for each in bookings_between(location, *day_bounds(day, location.zone))]


def closure(location: Location, day: date) -> Closure:
    """The closure of that day, or NotFound."""
    found = db.session.scalar(select(Closure).where(Closure.location_id == location.id, Closure.closed_on == day))
    if found is None:
        raise NotFound
    return found


def chosen(location: Location, country: str, part: str) -> Almanac:
    """The country and part that were asked for, else those remembered, else a guess; only what exists."""
    known = {code for code, _ in almanac.countries()}
    wanted = next((each for each in (country, location.country, almanac.country_of(location.zone)) if each in known), "")
    parts = {code for code, _ in almanac.parts_of(wanted)} if wanted else set()
    asked = part if country else location.subdivision
    return Almanac(wanted, asked if asked in parts else "")


def proposals(location: Location, of: Almanac, at: datetime) -> list[Proposal]:
    """The holidays of this year and the next, those that are over too."""
    if not of.country:
        return []
    today = local_date(at, location.zone)
    reasons = {each.closed_on: each.reason for each in location.closures}
    found = almanac.proposed(of.country, of.part, (today.year, today.year + 1))
    return [Proposal(day, name, reasons.get(day, ""), day < today) for day, name in found.items()]
