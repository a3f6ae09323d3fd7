"""What a door says: huge, calm, without names."""

from datetime import datetime
from typing import Any

from portal.booking import words
from portal.booking.attendance.queries import visit_of
from portal.booking.attendance.rules import OPENS_BEFORE
from portal.booking.door import queries
from portal.booking.door.rules import Scene
from portal.booking.models import Room
from portal.kernel.slots import Slot
from portal.web.formats import hm
from portal.web.language import _


def write(room: Room, now: datetime) -> dict[str, Any]:
    """Everything on the display."""
    scene, zone = queries.scene(room, now), room.location.zone
    booking = queries.booking_at(room, now, early=OPENS_BEFORE)
    visit = visit_of(booking) if booking else None
    return {
        "room": room.facts,
        "leaf": words.leaf_of(room.facts),
        "place": room.location,
        "time": hm(now, zone),
        "mood": scene.mood,
        "says": _says(scene, room),
        "next": _span(scene.coming, room) if scene.coming else _("Nothing more today."),
        "seats": words.seats(room.facts),
        "can_check_in": bool(visit and visit.kept_for and visit.is_open(now)),
        "can_end": bool(visit and visit.is_running(now)),
    }


def _span(slot: Slot, room: Room) -> str:
    zone = room.location.zone
    return _("%(begin)s to %(end)s, booked", begin=hm(slot.starts_at, zone), end=hm(slot.ends_at, zone))


def _says(scene: Scene, room: Room) -> str:
    zone = room.location.zone
    if scene.on:
        return _("In good use until %(time)s.", time=hm(scene.on.ends_at, zone))
    if scene.mood == "night" or scene.free_until is None:
        return _("The house is asleep. Good night.")
    return _("Free until %(time)s. Come in.", time=hm(scene.free_until, zone))
