"""Asks on the wall clock, and the rooms of the demo house."""

from datetime import datetime
from typing import Any

from portal.booking.models import Part, Room
from portal.booking.rules import Ask
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
