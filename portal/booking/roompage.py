"""One room's page: what it has, and its next seven days as strips."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import url_for

from portal.booking import board, sentences, words
from portal.booking.board import Scale, Wish
from portal.booking.daybook import DESK
from portal.booking.grid import queries as grid
from portal.booking.grid.rules import RoomDay
from portal.booking.models import Room
from portal.house.queries import hours_of
from portal.house.rules import Hours
from portal.kernel.errors import Invalid
from portal.kernel.slots import Slot
from portal.kernel.words import N_
from portal.kernel.zones import day_bounds, local_date
from portal.members.models import Member
from portal.web.formats import capital, hm
from portal.web.formats import day as day_name
from portal.web.language import _

WEEK = re.compile(r"(\d{4})-W(\d\d)\Z")
DAYS = 7


@dataclass(frozen=True)
class View:
    """Who looks at which week of a room, and when."""

    room: Room
    viewer: Member
    now: datetime
    first: date

    @property
    def today(self) -> date:
        """The date in the house."""
        return local_date(self.now, self.room.location.zone)


def view(room: Room, viewer: Member, now: datetime, week: str | None) -> View:
    """From the Monday of the week that is named, else from today on. Raises Invalid for a week that is none."""
    return View(room, viewer, now, monday_of(week) if week else local_date(now, room.location.zone))


def monday_of(week: str) -> date:
    """The Monday of a week written like 2026-W24; raises Invalid."""
    found = WEEK.match(week)
    try:
        return date.fromisocalendar(int(found[1]) if found else 0, int(found[2]) if found else 0, 1)
    except ValueError:
        raise Invalid(N_("We do not know that week. Write it like 2026-W24."), field="week") from None


def write(view: View) -> dict[str, Any]:
    """Everything that the room's page shows."""
    room, place = view.room, view.room.location
    hours, facts = hours_of(place), room.facts
    whole = grid.week_of(room, view.first, viewer=view.viewer, days=DAYS)
    dates = [view.first + timedelta(days=n) for n in range(DAYS)]
    days = [_day(whole, on, hours, view) for on in dates]
    return {
        "room": facts,
        "leaf": words.leaf_of(facts),
        "photo": url_for("rooms.photo", slug=room.slug, v=room.photo[:8]) if room.photo else "",
        "lede": _lede(whole, hours, view),
        "kit": words.kit_of(facts),
        "days": days,
        "place": place,
        "new": f"{url_for('booking.new')}?room={room.slug}&day={max(view.first, view.today)}",
        "earlier": _week(room, view.first - timedelta(days=DAYS)),
        "later": _week(room, view.first + timedelta(days=DAYS)),
        "report": f"{DESK}?{urlencode({'room': room.slug})}",
        "back": url_for("booking.day", location=place.slug, day=view.first.isoformat()),
    }


def _week(room: Room, day: date) -> str:
    return f"{url_for('booking.room', slug=room.slug)}?week={day:%G-W%V}"


def _day(whole: RoomDay, on: date, hours: Hours, view: View) -> dict[str, Any]:
    """One date of the list: a strip, and the same in words."""
    shown = {"name": _("Today") if on == view.today else day_name(on), "date": on.isoformat()}
    shown["url"] = url_for("booking.day", location=view.room.location.slug, day=on.isoformat())
    if not hours.stretches(on):
        return {**shown, "closed": sentences.closed_on(on, hours.why_closed(on))}
    drawn, row = _row(whole, on, hours, view.now)
    pen = words.Pen(drawn, Wish(), words.Addresses("", "", f"{url_for('booking.new')}?day={on}"))
    line = pen.line(row)
    return {
        **shown,
        "closed": "",
        "cells": line.slots,
        "first": drawn.first,
        "count": drawn.count,
        "free": _free(row.free, drawn),
    }


def _row(whole: RoomDay, on: date, hours: Hours, now: datetime) -> tuple[Scale, board.Row]:
    begin, end = day_bounds(on, hours.zone)
    day = RoomDay(whole.room, tuple(each for each in whole.stretches if each.setup_from < end and each.turned_until > begin))
    drawn = board.scale(on, hours, now).reaching([day])
    return drawn, board.row(day, drawn, Wish())


def _free(free: list[Slot], on: Scale) -> str:
    """Free 9:00 to 12:00 and 14:00 to 19:00."""
    if not free:
        return _("Nothing is left.") if not on.is_over else _("Over.")
    spans = [_("%(begin)s to %(end)s", begin=hm(gap.starts_at, on.zone), end=hm(gap.ends_at, on.zone)) for gap in free]
    return _("Free %(spans)s.", spans=", ".join(spans))


def _lede(whole: RoomDay, hours: Hours, view: View) -> str:
    """What it is, and whether it can be had now."""
    room = whole.room
    size = capital(", ".join(part for part in (sentences.seated(room), room.floor) if part))
    if view.first != view.today or not hours.stretches(view.today):
        return _("%(size)s.", size=size)
    drawn, row = _row(whole, view.today, hours, view.now)
    gap = next(iter(row.free), None)
    if gap is None:
        return _("%(size)s. Nothing is left today.", size=size)
    if gap.starts_at <= view.now:
        return _("%(size)s. Free now, until %(time)s.", size=size, time=hm(gap.ends_at, drawn.zone))
    return _("%(size)s. Free today at %(time)s.", size=size, time=hm(gap.starts_at, drawn.zone))
