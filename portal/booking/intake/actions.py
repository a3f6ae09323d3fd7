"""Take a table of rooms over; a second time nothing changes."""

from contextlib import nullcontext
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from portal.booking.feed import actions as feed
from portal.booking.intake.rules import Problem, Report, RoomLine, read
from portal.booking.models import Part, Room
from portal.db.base import db
from portal.db.unit import transaction
from portal.house.models import Location
from portal.kernel.words import N_, Sentence
from portal.members import audit


def import_rooms(text: str, location: Location, *, dry_run: bool, at: datetime) -> Report:
    """Add the rooms of the table to this location, or change those of the same slug; a dry run only says what it would do.

    A bad line is listed with its number and the reason; the others are taken.
    """
    report = Report()
    with nullcontext() if dry_run else transaction():
        known = {room.slug: room for room in db.session.scalars(select(Room))}
        for line in read(text):
            if isinstance(line, Problem):
                report.problems.append(line)
            else:
                room = known.get(line.slug)
                change = _change_for(line, room, location, report)
                if change and not dry_run:
                    _write(room, change, location, at=at)
    return report


def _change_for(line: RoomLine, room: Room | None, location: Location, report: Report) -> dict[str, Any]:
    """What is new in the line, put down in the report; nothing if the room is so already or stands elsewhere."""
    facts = {**asdict(line), "amenities": list(line.amenities)}
    number = facts.pop("line")
    if room is None:
        report.added.append(line.slug)
        return facts
    if room.location_id != location.id:
        sentence = Sentence(N_("{slug} is a room of {house}."), {"slug": line.slug, "house": room.location.full_name})
        report.problems.append(Problem(number, sentence))
        return {}
    change = {name: value for name, value in facts.items() if getattr(room, name) != value}
    (report.changed if change else report.same).append(line.slug)
    return change


def _write(room: Room | None, change: dict[str, Any], location: Location, *, at: datetime) -> None:
    if room is None:
        part = Part(location_id=location.id, name=change["name"])
        last = db.session.scalar(select(func.max(Room.position)).where(Room.location_id == location.id)) or 0
        room = Room(location=location, parts=[part], position=last + 1, **change)
        db.session.add(room)
        db.session.flush()
    else:
        for name, value in change.items():
            setattr(room, name, value)
        if change.keys() & {"name", "floor"}:
            feed.renamed(room, at=at)
    audit.note("room.imported", about=f"room:{room.slug}", by=None, at=at, detail=",".join(sorted(change)))
