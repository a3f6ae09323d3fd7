"""Two locations, their hours and their rooms."""

from datetime import date, datetime, time, timedelta

from portal.booking.intake.actions import import_rooms
from portal.booking.models import Room
from portal.booking.queries import rooms_of
from portal.db.base import db
from portal.db.unit import transaction
from portal.house.models import Closure, Location, Opening

KEPT_FOR = 10
OPENS, CLOSES = time(8, 30), time(19, 0)
MILL_LANE_ROOMS = """\
name,capacity,fire_capacity,amenities,step_free,floor,turnover_minutes
Alder,10,14,screen;video;whiteboard,yes,First floor,15
Cedar,16,22,screen;video;hearing loop,yes,Ground floor,15
Rowan,8,11,screen;whiteboard,yes,First floor,0
Hazel,6,8,screen;video,no,Second floor,0
Birch,4,6,whiteboard,no,Second floor,0
Willow,2,3,phone;soundproof,yes,Ground floor,0
"""
CANAL_STREET_ROOMS = """\
name,capacity,fire_capacity,amenities,step_free,floor,turnover_minutes
Maple,12,16,screen;video;whiteboard,yes,Third floor,15
Linden,6,8,screen,yes,Third floor,0
Aspen,2,3,phone;soundproof,yes,Third floor,0
"""


def open_houses(*, at: datetime) -> tuple[Location, Location]:
    """Mill Lane in London and Canal Street in New York, with their rooms."""
    with transaction():
        mill_lane = _location("mill-lane", "at Mill Lane", "14 Mill Lane, London", "Europe/London")
        canal_street = _location("canal-street", "at Canal Street", "208 Canal Street, New York", "America/New_York")
        mill_lane.phone = "020 7946 0142"
        db.session.add_all([mill_lane, canal_street])
    import_rooms(MILL_LANE_ROOMS, mill_lane, dry_run=False, at=at)
    import_rooms(CANAL_STREET_ROOMS, canal_street, dry_run=False, at=at)
    _open_the_wall(canal_street)
    _ask_to_check_in(canal_street, mill_lane)
    return mill_lane, canal_street


def _open_the_wall(location: Location) -> None:
    """Two rooms of Canal Street open into a third."""
    rooms = {room.slug: room for room in rooms_of(location)}
    maple, linden = rooms["maple"], rooms["linden"]
    with transaction():
        both = Room(slug="maple-linden", name="Maple + Linden", location=location, capacity=18, fire_capacity=24)
        both.amenities, both.step_free, both.floor = ["screen", "video", "whiteboard"], True, maple.floor
        both.turnover_minutes, both.position, both.parts = 15, len(rooms) + 1, [*maple.parts, *linden.parts]
        db.session.add(both)


def plan_a_closure(location: Location, today: date) -> None:
    """A day next month on which the floors are oiled: the second Wednesday."""
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    day = first + timedelta(days=(2 - first.weekday()) % 7 + 7)
    with transaction():
        db.session.add(Closure(location_id=location.id, closed_on=day, reason="The floors are oiled"))


def _ask_to_check_in(canal_street: Location, mill_lane: Location) -> None:
    """In all rooms of the one house and in Cedar of the other, which everybody wants."""
    with transaction():
        for room in [*rooms_of(canal_street), *(room for room in rooms_of(mill_lane) if room.slug == "cedar")]:
            room.check_in_minutes = KEPT_FOR


def _location(slug: str, place: str, address: str, zone: str) -> Location:
    weekdays = [Opening(weekday=weekday, opens=OPENS, closes=CLOSES) for weekday in range(5)]
    return Location(slug=slug, name="Grove", place=place, address=address, zone_name=zone, openings=weekdays)
