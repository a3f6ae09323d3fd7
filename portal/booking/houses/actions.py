"""The verbs of setting locations up: open one, change it."""

from datetime import datetime

from sqlalchemy import select

from portal.booking.feed import actions as feed
from portal.booking.houses import queries
from portal.booking.houses.rules import Place
from portal.booking.models import Room
from portal.booking.rooms.rules import InTheWay, slug_of
from portal.db import once as forms
from portal.db.base import db
from portal.db.locks import one_at_a_time
from portal.db.unit import transaction
from portal.house.manage.queries import expect
from portal.house.manage.rules import differing
from portal.house.models import Location, Opening
from portal.house.policy import require_manager
from portal.house.queries import location as find
from portal.kernel.words import N_
from portal.members import audit
from portal.members.models import Member

ZONE_STAYS = N_("The zone stays while something is booked: all of it would happen at another time.")
PLAIN = ("name", "place", "address", "zone_name", "phone")


def open_house(told: Place, *, by: Member, at: datetime, once: str = "") -> Location:
    """Add a location; the same form sent again leads to the same one."""
    require_manager(by)
    with transaction():
        one_at_a_time(b"locations")
        slug = slug_of(told.place.removeprefix("at "), queries.slugs())
        if not forms.spend(once, made=slug, at=at):
            return find(forms.made_by(once) or "")
        location = Location(slug=slug)
        db.session.add(location)
        _write(location, told)
        audit.note("location.opened", about=f"location:{slug}", by=by, at=at)
    return location


def change(location: Location, told: Place, *, by: Member, at: datetime, seen: int | None = None) -> None:
    """Make the location what is told; calendars learn of a new name or address.

    Raises Overtaken if it was changed since `seen`, InTheWay when its zone would move what is booked.
    """
    require_manager(by)
    with transaction():
        one_at_a_time(b"locations")
        about, before = f"location:{location.slug}", queries.place_of(location)
        expect(about, before, told, is_seen=seen in {None, location.edition}, zone=location.zone)
        changed = set(differing(before, told))
        if not changed:
            return
        if "zone_name" in changed and (coming := queries.first_coming(location, at)):
            raise InTheWay(ZONE_STAYS, coming)
        _write(location, told)
        location.edition += 1
        if changed & {"name", "place", "address"}:
            _tell_calendars(location, at=at)
        audit.note("location.changed", about=about, by=by, at=at, detail=",".join(sorted(changed)))


def _write(location: Location, told: Place) -> None:
    for name in PLAIN:
        setattr(location, name, getattr(told, name))
    wanted = {(day, *stretch) for day, stretches in enumerate(told.hours) for stretch in stretches}
    location.openings = [each for each in location.openings if (each.weekday, each.opens, each.closes) in wanted]
    # What goes must be gone before what comes: both may open at the same time of a day.
    db.session.flush()
    known = {(each.weekday, each.opens, each.closes) for each in location.openings}
    new = [Opening(weekday=day, opens=opens, closes=closes) for day, opens, closes in sorted(wanted - known)]
    location.openings.extend(new)


def _tell_calendars(location: Location, *, at: datetime) -> None:
    db.session.flush()
    for room in db.session.scalars(select(Room).where(Room.location_id == location.id).order_by(Room.id)):
        feed.renamed(room, at=at)
