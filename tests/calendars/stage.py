"""Asks on the wall clock, and the rooms of the demo house."""

from datetime import datetime
from pathlib import Path
from typing import Any

from portal.booking.models import Booking, Part, Room
from portal.booking.rules import Ask
from portal.db.base import Model, db
from portal.house.models import Location
from portal.kernel.slots import Slot
from tests.support.stillness import LONDON

ROOMS = (
    ("Alder", 10, 12, "Main/Room 01"),
    ("Birch", 4, 5, "Main/Room 02"),
    ("Cedar", 16, 20, "Main/Room 03"),
    ("Hazel", 6, 8, "Main/Room 04"),
    ("Rowan", 8, 10, "Main/Room 05"),
    ("Willow", 2, 3, "Main/Room 06"),
)


def six_rooms(house: Location) -> list[Room]:
    """The six rooms of Mill Lane, of one part each."""
    return [
        Room(
            slug=name.lower(), name=name, location=house, capacity=seats, fire_capacity=most, known_as=known_as,
            parts=[Part(location_id=house.id, name=name)],
        )
        for name, seats, most, known_as in ROOMS
    ]  # fmt: skip


def at_wall(words: str) -> datetime:
    """The instant at which London's clocks show this."""
    return datetime.fromisoformat(words).replace(tzinfo=LONDON)


def an_ask(room: str, starts: str, ends: str, **more: Any) -> Ask:
    """The room on the wall clock: `an_ask("alder", "2026-03-12 10:00", "11:00")`."""
    begins = at_wall(starts)
    return Ask(room=room, slot=Slot(begins, at_wall(f"{begins:%Y-%m-%d} {ends}")), **more)


DATA = Path(__file__).parents[1] / "data"
MRBS, DIFFICULT = (DATA / "bookings-mrbs.ics").read_bytes(), (DATA / "bookings-difficult.ics").read_bytes()


def wrapped(*events: str) -> bytes:
    """These entries as a calendar file."""
    lines = [line for event in events for line in ("BEGIN:VEVENT", *event.strip().splitlines(), "END:VEVENT")]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]).encode()


def an_event(**more: str) -> str:
    """An hour in Alder on Monday 16 November 2026, but for what is said otherwise; what is empty is left out."""
    said = {
        "UID": "one", "DTSTART": "20261116T100000", "DTEND": "20261116T110000", "SUMMARY": "Talk", "LOCATION": "Alder",
        "ORGANIZER": "mailto:u1@example.test", **more,
    }  # fmt: skip
    return "\n".join(f"{name}:{value}" for name, value in said.items() if value)


def count(model: type[Model]) -> int:
    """How many rows there are."""
    return db.session.query(model).count()


def bookings_titled(title: str) -> list[Booking]:
    """In order of time."""
    return db.session.query(Booking).filter_by(title=title).order_by(Booking.starts_at).all()
