"""A refusal as the page shows it: what speaks against it, the ways round with one click each, and whom to ask."""

from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import url_for

from portal.booking import sentences, words
from portal.booking.daybook import DESK
from portal.booking.forms import BookingForm
from portal.booking.grid.rules import RoomDay
from portal.booking.rules import Ask, Refused, Stay, Taken, Way, WayKind
from portal.web.formats import day as day_name
from portal.web.language import _
from portal.web.say import say

ONE_CLICK = frozenset({WayKind.SAME_ROOM, WayKind.OTHER_ROOM})
CARRIED = ("title", "people", "privacy", "needs", "wants", "layout", "guests", "reason", "seen", "request")


def write(refusal: Taken | Refused, form: BookingForm, ask: Ask, days: tuple[RoomDay, ...], zone: ZoneInfo) -> dict[str, Any]:
    """Everything on the page of a refused ask. What was typed travels with every way round."""
    names = {day.room.slug: day.room.name for day in days}
    wanted = Stay(ask.room, names.get(ask.room, ask.room), ask.slot, zone)
    ways = [way for way in refusal.ways if way.kind in ONE_CLICK]
    waits = [way for way in refusal.ways if way.kind == WayKind.WAITLIST]
    kept = {name: form[name].data or "" for name in CARRIED if name in form} | {"once": form.token, "for": form.whom.data or ""}
    kept["wants"] = ",".join(form.things)
    leaves = {day.room.slug: words.leaf_of(day.room) for day in days}
    plea = {"room": ask.room, "words": sentences.plea_for(wanted, ask.people)}
    return {
        "stay": wanted,
        "heading": sentences.stay_in(wanted),
        "subtitle": ", ".join(part for part in (day_name(wanted.day), ask.title) if part),
        "sentence": say(refusal),
        "others": [say(objection.sentence) for objection in getattr(refusal, "objections", ())[1:]],
        "kept": _("Everything you typed moves with you. Nothing to type again."),
        "count": sentences.ways_said(len(ways)),
        "ways": [_way(way, wanted, kept, leaves) for way in (*ways, *waits)],
        "bendable": isinstance(refusal, Refused) and refusal.bendable,
        "again": kept | _when(wanted),
        "ask": f"{DESK}?{urlencode(plea)}",
    }


def _way(way: Way, wanted: Stay, kept: dict[str, str], leaves: dict[str, str]) -> dict[str, Any]:
    """As `ui/says.html` draws it."""
    what, verb = sentences.way_out(way.stay, way.kind, wanted.day)
    leaf = leaves.get(way.stay.room, words.LEAVES[0])
    shown = {"leaf": leaf, "what": what, "why": say(way.why), "verb": verb, "fields": _when(way.stay) | kept}
    return shown | {"action": url_for("waitlist.create")} if way.kind == WayKind.WAITLIST else shown


def _when(stay: Stay) -> dict[str, str]:
    """Room and time as form fields."""
    return {"room": stay.room, "day": stay.day.isoformat(), "starts": f"{stay.starts:%H:%M}", "ends": f"{stay.ends:%H:%M}"}
