"""Rooms to book, links to fetch, and a client that is no browser."""

from datetime import date

import pytest

from portal.booking import actions as bookings
from portal.booking.models import Room
from portal.calendars import actions
from portal.calendars.actions import Wanted
from portal.calendars.intake.actions import import_bookings
from portal.calendars.rules import FeedKind
from portal.db.base import db
from portal.db.unit import transaction
from portal.kernel import clock
from portal.members.models import Member
from tests.calendars.stage import an_ask, six_rooms, wrapped


@pytest.fixture
def rooms(cast) -> dict[str, Room]:
    """The six rooms of Mill Lane, by slug."""
    made = six_rooms(cast.house)
    with transaction():
        db.session.add_all(made)
    return {room.slug: room for room in made}


@pytest.fixture
def booked(rooms):
    """Book: `booked(cast.ada, "alder", "2026-03-12 10:00", "11:00", title="Review")`."""

    def book(who, room, starts, ends, **more):
        return bookings.book(an_ask(room, starts, ends, **more), by=who, at=clock.now())

    return book


@pytest.fixture
def linked(app, rooms):
    """A link's address: `linked(cast.ada)` to her bookings, `linked(cast.ada, "alder")` to a room."""

    def make(who, room="", label="iPhone"):
        wanted = Wanted(FeedKind.ROOM if room else FeedKind.MINE, label, rooms[room] if room else None)
        _, token = actions.make_link(wanted, by=who, at=clock.now())
        return f"/cal/{token}/{room or 'bookings'}.ics"

    return make


@pytest.fixture
def fetch(app):
    """Fetch as a calendar program does: no cookies, no Accept, nothing of a browser."""

    def ask(address, *, method="GET", expect=200, **headers):
        client = app.test_client(use_cookies=True)
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        response = client.open(address, method=method, base_url=app.config["GROVE"].base_url, headers=told)
        assert response.status_code == expect, response.get_data(as_text=True)
        return response

    return ask


@pytest.fixture
def members(cast):
    """The hundred people whom the files name."""
    people = [
        Member(name=f"User {n}", email=f"u{n}@example.test", joined_on=date(2026, 1, 5), created_at=clock.now())
        for n in range(1, 101)
    ]  # fmt: skip
    with transaction():
        db.session.add_all(people)


@pytest.fixture
def intake(cast, rooms, members, at):
    """Import a file, or the entries that are given, on 10 November 2026."""
    at("2026-11-10 09:00")

    def take(*what, dry_run=False, outside_hours=False):
        data = what[0] if isinstance(what[0], bytes) else wrapped(*what)
        return import_bookings(data, cast.house, dry_run=dry_run, at=clock.now(), outside_hours=outside_hours)

    return take
