"""What the pages of setting rooms up show: lists as lines, a form with its choices and what stands in its way."""

from typing import Any, NamedTuple

from flask import url_for

from portal.booking import words
from portal.booking.models import Room
from portal.booking.rooms import queries
from portal.booking.rooms.forms import RoomForm, as_words, labels
from portal.booking.rooms.rules import InTheWay
from portal.house.manage.rules import Overtaken
from portal.house.models import Location
from portal.kernel.errors import Invalid, PortalError, TooLarge
from portal.web.language import _, _n
from portal.web.say import say


class Line(NamedTuple):
    """A room in the list."""

    name: str
    url: str
    leaf: str
    about: str
    is_retired: bool


class Shelf(NamedTuple):
    """A location with its rooms."""

    place: Location
    lines: list[Line]


def shelf(place: Location) -> Shelf:
    """The location's rooms, as the list shows them."""
    return Shelf(place, [_line(room) for room in queries.rooms_at(place)])


def _line(room: Room) -> Line:
    made_of = queries.made_of(room)
    facts = [
        words.seats(room.facts),
        room.floor,
        _("opens from %(rooms)s", rooms=" + ".join(each.name for each in made_of)) if made_of else "",
        _n("%(n)s minute to tidy up", "%(n)s minutes to tidy up", room.turnover_minutes, n=room.turnover_minutes)
        if room.turnover_minutes
        else "",
    ]
    about = ", ".join(fact for fact in facts if fact)
    return Line(room.name, url_for("rooms.edit", slug=room.slug), words.leaf_of(room.facts), about, bool(room.retired_at))


def write(form: RoomForm, place: Location, room: Room | None = None, refusal: PortalError | None = None) -> dict[str, Any]:
    """Everything that the form's page shows."""
    known = queries.vocabulary()
    return {
        "form": form,
        "location": place,
        "room": room,
        "leaf": words.leaf_of(room.facts) if room else "willow",
        "known": [(word, words.named(word), words.amenity(word)[0]) for word in known],
        "others": [(each.slug, each.name) for each in queries.plain_rooms(place)],
        "wrong": _wrong(form, refusal),
        "touched": refusal.bookings if isinstance(refusal, InTheWay) else (),
        "overtaken": _overtaken(refusal, room),
        "refusal": say(refusal) if refusal and not _is_about_a_field(refusal) else "",
    }


def _wrong(form: RoomForm, refusal: PortalError | None) -> dict[str, list[str]]:
    wrong = {name: [sentence] for name, sentence in form.mistakes}
    if refusal and _is_about_a_field(refusal):
        wrong[getattr(refusal, "field", "") or "photo"] = [say(refusal)]
    return wrong


def _is_about_a_field(refusal: PortalError) -> bool:
    return isinstance(refusal, TooLarge) or (isinstance(refusal, Invalid) and bool(refusal.field))


def _overtaken(refusal: PortalError | None, room: Room | None) -> list[tuple[str, str]]:
    """What stands there now that is not what was typed."""
    if not isinstance(refusal, Overtaken) or room is None:
        return []
    now, names = queries.plan_of(room), labels()
    return [(names[name], as_words(getattr(now, name))) for name in refusal.fields]
