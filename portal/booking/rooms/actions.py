"""The verbs of setting rooms up: open one, change it, hang its photo, retire it and bring it back."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select

from portal.booking.feed import actions as feed
from portal.booking.grid.rules import occupied
from portal.booking.guard import actions as guard
from portal.booking.guard.queries import Space, locked
from portal.booking.models import Booking, Part, Room
from portal.booking.rooms import pictures, queries
from portal.booking.rooms.rules import InTheWay, RoomPlan, Taking, slug_of, too_close
from portal.db import once as forms
from portal.db.base import db
from portal.db.locks import one_at_a_time
from portal.db.unit import transaction
from portal.house.manage.queries import expect
from portal.house.manage.rules import differing
from portal.house.models import Location
from portal.house.policy import require_manager
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.words import N_
from portal.members import audit
from portal.members.models import Member

NAMES = b"room.names"
"""Held while a room gets its name, so that two managers at once do not give it twice."""

NAME_TAKEN = N_("There is a room called {name} here already.")
TOO_CLOSE = N_("With these minutes between them, some coming bookings would be too close. Move one of each two first.")
PARTS_TAKEN = N_("With these rooms open into one, some coming bookings would overlap. Move one of each two first.")
TOO_MANY = N_("Some coming bookings have more people than {most}. Talk to them first.")
STILL_BOOKED = N_("{room} is still booked. Move these first, then it can retire.")
OPENS_INTO = N_("{combined} opens into {room}. Retire that one first.")
PARTS_RETIRED = N_("A room that {room} is made of has retired. Bring that one back first.")


def open_room(plan: RoomPlan, location: Location, *, by: Member, at: datetime, once: str = "") -> Room:
    """Add a room to the location; the same form sent again leads to the same room. Raises Invalid for a name that is taken."""
    require_manager(by)
    with transaction():
        one_at_a_time(NAMES)
        slug = slug_of(plan.name, queries.slugs())
        if not forms.spend(once, made=slug, at=at):
            return queries.any_room(forms.made_by(once) or "")
        _expect_name(plan.name, location)
        room = Room(slug=slug, location=location)
        _write(room, plan)
        room.position = plan.position or _last(location) + 1
        room.parts = queries.parts_of(plan.made_of, location) or [Part(location_id=location.id, name=plan.name)]
        db.session.add(room)
        _note("room.opened", room, by=by, at=at)
    return room


def change(room: Room, plan: RoomPlan, *, by: Member, at: datetime, seen: int | None = None) -> None:
    """Make the room what the plan says; its coming bookings get the new minutes around them.

    Raises Overtaken if it was changed since `seen`, InTheWay with the bookings that would not fit, Invalid.
    """
    require_manager(by)
    with transaction():
        one_at_a_time(NAMES)
        locked(room.slug, *plan.made_of)
        before = queries.plan_of(room)
        expect(_about(room), before, plan, is_seen=seen in {None, room.edition}, zone=room.location.zone)
        changed = set(differing(before, plan))
        if not changed:
            return
        if "name" in changed:
            _expect_name(plan.name, room.location, apart_from=room.id)
        _expect_seats(room, plan, at=at)
        _write(room, plan)
        if changed & {"setup_minutes", "turnover_minutes", "made_of"}:
            _reseat(room, plan, at=at)
        if changed & {"name", "floor"}:
            feed.renamed(room, at=at)
        room.edition += 1
        _note("room.changed", room, by=by, at=at, detail=",".join(sorted(changed)))


def retire(room: Room, *, by: Member, at: datetime) -> None:
    """Nobody can book it from now on; what was booked in it is kept. Raises InTheWay while something is still to come."""
    require_manager(by)
    with transaction():
        locked(room.slug)
        if room.retired_at:
            return
        around = queries.part_of(room)
        if around:
            raise Conflict(OPENS_INTO, combined=around[0].name, room=room.name)
        coming = queries.coming(room, at)
        if coming:
            raise InTheWay(STILL_BOOKED, [queries.as_touched(each) for each in coming], room=room.name)
        room.retired_at = at
        room.edition += 1
        _note("room.retired", room, by=by, at=at)


def bring_back(room: Room, *, by: Member, at: datetime) -> None:
    """It can be booked again."""
    require_manager(by)
    with transaction():
        locked(room.slug)
        if not room.retired_at:
            return
        if any(each.retired_at for each in queries.made_of(room)):
            raise Conflict(PARTS_RETIRED, room=room.name)
        room.retired_at = None
        room.edition += 1
        _note("room.returned", room, by=by, at=at)


def hang(room: Room, sent: bytes, *, by: Member, at: datetime) -> None:
    """Show this photo of the room, drawn again. Raises Invalid or TooLarge."""
    require_manager(by)
    name = pictures.keep(pictures.drawn_again(sent), folder())
    with transaction():
        room.photo = name
        _note("room.photo_hung", room, by=by, at=at)


def take_down(room: Room, *, by: Member, at: datetime) -> None:
    """Show its leaf again."""
    require_manager(by)
    with transaction():
        room.photo = ""
        _note("room.photo_taken_down", room, by=by, at=at)


def folder() -> Path:
    """Where photos are kept."""
    return Path(current_app.config["GROVE"].data_dir).resolve() / "photos"


def _write(room: Room, plan: RoomPlan) -> None:
    for name, value in asdict(plan).items():
        if name != "made_of":
            setattr(room, name, list(value) if name == "amenities" else value)


def _last(location: Location) -> int:
    return db.session.scalar(select(func.max(Room.position)).where(Room.location_id == location.id)) or 0


def _expect_name(name: str, location: Location, *, apart_from: int | None = None) -> None:
    same = select(Room.id).where(Room.location_id == location.id, func.lower(Room.name) == name.lower())
    if any(found != apart_from for found in db.session.scalars(same)):
        raise Invalid(NAME_TAKEN, field="name", name=name)


def _expect_seats(room: Room, plan: RoomPlan, *, at: datetime) -> None:
    """The fire rule knows no exception, so nobody who is coming may be turned into one."""
    over = [each for each in queries.coming(room, at) if each.people > plan.fire_capacity]
    if over:
        raise InTheWay(TOO_MANY, [queries.as_touched(each) for each in over], most=plan.fire_capacity)


def _reseat(room: Room, plan: RoomPlan, *, at: datetime) -> None:
    """Take the parts for every coming booking anew, or raise InTheWay with those that would meet."""
    bookings = queries.coming(room, at)
    was = [part.id for part in room.parts]
    if plan.made_of:
        room.parts = queries.parts_of(plan.made_of, room.location)
    parts = [part.id for part in room.parts]
    met = _meetings(room, parts, bookings, at=at)
    if met:
        raise InTheWay(PARTS_TAKEN if was != parts else TOO_CLOSE, queries.touched(met))
    space = Space(room, parts)
    for booking in bookings:
        guard.vacate(booking)
    for booking in bookings:
        guard.occupy(booking, space)
    db.session.flush()
    feed.bump(parts=sorted({*was, *parts}), members=[], at=at)


def _meetings(room: Room, parts: list[int], bookings: list[Booking], *, at: datetime) -> set[int]:
    """The coming bookings that would meet if the room's took these parts with its present minutes around them."""
    ours = {booking.id for booking in bookings}
    others = [taking for taking in queries.takings(parts, at) if taking.booking not in ours]
    taken = [
        Taking(each.starts_at, each.ends_at, *occupied(room.facts, each.slot), part, each.id)
        for each in bookings
        for part in parts
    ]
    return too_close([*others, *taken])


def _about(room: Room) -> str:
    return f"room:{room.slug}"


def _note(deed: str, room: Room, *, by: Member, at: datetime, detail: str = "") -> None:
    audit.note(deed, about=_about(room), by=by, at=at, detail=detail)
