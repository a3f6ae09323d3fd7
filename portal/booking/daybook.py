"""The day page, written down: reads one day of a house for one member and prepares everything the page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import url_for

from portal.booking import board, sentences, words
from portal.booking.board import Scale, Wish
from portal.booking.grid import queries as grid
from portal.booking.grid.rules import RoomDay
from portal.booking.mood import ahead, mood
from portal.booking.rules import RoomRules
from portal.house.models import Location
from portal.house.queries import hours_of, houses
from portal.house.rules import Hours
from portal.kernel.zones import local_date
from portal.members.models import Member
from portal.web.formats import day as day_name
from portal.web.formats import hm, weekday
from portal.web.language import _

LOOKED_AHEAD = 60
DESK = "/requests/new"
"""The help desk is on a floor above; its address is everybody's."""
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Question:
    """Which day of which house somebody looks at, and what they are looking for."""

    place: Location
    on: date
    wish: Wish
    viewer: Member
    now: datetime
    as_table: bool = False

    @property
    def today(self) -> date:
        """The date in the house."""
        return local_date(self.now, self.place.zone)

    def address(self, on: date | None = None, **more: object) -> str:
        """The day page, perhaps on another day."""
        asked = {"location": self.place.slug, "day": (on or self.on).isoformat()}
        wished = {"people": self.wish.people or None, "minutes": self.wish.minutes or None, "with": self.wish.things}
        view = {"view": "table" if self.as_table else ""}
        known = {name: value for name, value in {**asked, **wished, **view, **more}.items() if value}
        return f"{url_for('booking.day')}?{urlencode(known, doseq=True)}"


def write(question: Question, days: Sequence[RoomDay]) -> dict[str, Any]:
    """Everything that the day page shows."""
    hours = hours_of(question.place)
    common = {
        "question": question,
        "location": question.place.slug,
        "houses": [(each.place, question.address(location=each.slug), each.slug == question.place.slug) for each in houses()],
        "on": question.on,
        "days": strip(question, hours),
        "earlier": question.address(question.on - WEEK),
        "later": question.address(question.on + WEEK),
        "today": "" if question.on == question.today else question.address(question.today),
        "filters": sentences.choices(question.wish),
        "cleared": f"{url_for('booking.day')}?location={question.place.slug}&day={question.on}",
        "here": question.address(),
        "other_view": question.address(view="" if question.as_table else "table"),
        "new": f"{url_for('booking.new')}?location={question.place.slug}&day={question.on}",
        "ask": f"{DESK}?{urlencode({'words': sentences.plea(question.on, question.wish)})}",
    }
    if not hours.stretches(question.on):
        return {**common, **shut(question, hours)}
    return {**common, **opened(question, hours, days)}


def rooms_on(question: Question) -> tuple[RoomDay, ...]:
    """Every room of the house and what of it is taken that day; the page and the form over it read it once."""
    return grid.day_of(question.place, question.on, viewer=question.viewer).rooms


def shut(question: Question, hours: Hours) -> dict[str, Any]:
    """A day on which the house is closed: why, and the next one on which it is not."""
    reason = hours.why_closed(question.on)
    following = next((day for day in _after(max(question.on, question.today)) if hours.stretches(day)), None)
    new = f"{url_for('booking.new')}?location={question.place.slug}&day={following or question.on}"
    return {
        "closed": True,
        "new": new,
        "lede": sentences.closed_on(question.on, reason),
        "next_open": (question.address(following), day_name(following)) if following else None,
    }


def _after(day: date) -> list[date]:
    return [day + timedelta(days=n) for n in range(1, LOOKED_AHEAD)]


def opened(question: Question, hours: Hours, days: Sequence[RoomDay]) -> dict[str, Any]:
    """A day on which rooms can be had: the book."""
    on = board.scale(question.on, hours, question.now).reaching(days)
    rows = [board.row(day, on, question.wish) for day in days]
    pen = words.Pen(on, question.wish, addresses(question))
    return {
        "closed": False,
        "lede": _too_far(question) or sentences.lede(mood(on, rows), on, ahead(days, question.now)),
        "found": sentences.found(rows, question.wish),
        "rows": [pen.told(row) if question.as_table else pen.line(row) for row in rows],
        "key": sentences.key(question.wish),
        **frame(on),
    }


def _too_far(question: Question) -> str:
    """What is said of a day that cannot be booked yet."""
    last = question.today + timedelta(days=RoomRules().days_ahead)
    return _("Rooms can be booked until %(day)s for now.", day=day_name(last)) if question.on > last else ""


def addresses(question: Question) -> words.Addresses:
    """What the cells' addresses begin with."""
    people = f"&people={question.wish.people}" if question.wish.people else ""
    return words.Addresses(
        room=url_for("booking.room", slug=""),
        booking=url_for("booking.show", public_id=""),
        new=f"{url_for('booking.new')}?day={question.on}{people}",
    )


def frame(on: Scale) -> dict[str, Any]:
    """What is drawn around and over the rows."""
    now = board.present(on)
    shown = {"quarter": now.quarter, "minutes": now.minutes, "text": hm(on.now, on.zone)} if now else None
    return {
        "first": on.first,
        "count": on.count,
        "hours": (on.first // 4, on.last // 4),
        "now": shown,
        "past": board.past(on),
        "shut": sentences.shuts(on),
    }


def strip(question: Question, hours: Hours) -> list[dict[str, Any]]:
    """Two weeks from the Monday of this one: how full each day is, before one goes there."""
    monday = question.on - timedelta(days=question.on.weekday())
    here, says = question.address(), _("%(n)s percent booked")
    out = []
    for nth, taken in enumerate(grid.taken_a_day(question.place, monday)):
        day = monday + timedelta(days=nth)
        tenths = board.load(taken, open_for(hours, day))
        url = here.replace(f"day={question.on}", f"day={day}")
        out.append({"url": url, "load": tenths, "says": says % {"n": tenths * 10}, **_day(question, hours, day)})
    return out


def open_for(hours: Hours, day: date) -> timedelta:
    """How long the house is open that day, by its wall clock."""
    spans = (datetime.combine(day, closes) - datetime.combine(day, opens) for opens, closes in hours.stretches(day))
    return sum(spans, timedelta(0))


def _day(question: Question, hours: Hours, day: date) -> dict[str, Any]:
    return {
        "weekday": _("Today") if day == question.today else weekday(day),
        "number": day.day,
        "current": day == question.on,
        "shut": "" if hours.stretches(day) else _("holiday") if hours.why_closed(day) else _("closed"),
    }
