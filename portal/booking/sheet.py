"""The form over the day: what stands on it before anybody types, and what it offers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from flask import url_for

from portal.booking import board, sentences, words
from portal.booking.board import QUARTER, Row, Scale, Wish
from portal.booking.daybook import Question
from portal.booking.forms import BookingForm, clock_time
from portal.booking.grid.rules import RoomDay
from portal.booking.rules import Privacy, RoomRules
from portal.booking.series.forms import offered
from portal.house.queries import hours_of
from portal.kernel.slots import Slot
from portal.kernel.zones import SkippedTime, instant
from portal.web.formats import capital, count, hm, lasting
from portal.web.language import _, _n

LENGTHS = (30, 45, 60, 90, 120)
AN_HOUR = timedelta(hours=1)
LONGEST = RoomRules().longest
Option = tuple[str, str]


@dataclass(frozen=True)
class Room:
    """The room that the form is about, on the day that it is about."""

    row: Row
    on: Scale

    @property
    def free(self) -> list[Slot]:
        """What of it can be booked."""
        return self.row.free

    def hm(self, moment: datetime) -> str:
        """As the house's clock shows it."""
        return hm(moment, self.on.zone)

    def gap_at(self, begin: datetime | None) -> Slot | None:
        """The free stretch that this moment lies in."""
        return next((gap for gap in self.free if begin and gap.starts_at <= begin < gap.ends_at), None)


def room_of(slug: str, days: Sequence[RoomDay], question: Question) -> Room | None:
    """The room of this slug among those of the day."""
    on = board.scale(question.on, hours_of(question.place), question.now).reaching(days)
    return next((Room(board.row(day, on, Wish()), on) for day in days if day.room.slug == slug), None)


def write(form: BookingForm, question: Question, days: Sequence[RoomDay]) -> dict[str, Any]:
    """Everything on the form."""
    room = room_of(form.room.data or "", days, question)
    begin = _begins(form, room, question)
    gap = room.gap_at(begin) if room else None
    lengths, chosen = _lengths(form, begin, gap, question)
    return {
        "form": form,
        "once": form.token,
        "lead": _lead(len(form.errors)),
        "day": form.day.data or question.on.isoformat(),
        "people": form.people.data or "1",
        "room": room.row.room if room else None,
        "leaf": words.leaf_of(room.row.room) if room else "",
        "subtitle": sentences.place_and_size(question.on, room.row.room) if room else "",
        "rooms": [(day.room.slug, f"{day.room.name}, {words.seats(day.room)}") for day in days],
        "times": _times(form, room, question),
        "starts": form.starts.data or (hm(begin, question.place.zone) if begin else ""),
        "lengths": lengths,
        "lasts": chosen,
        "privacies": privacies(),
        "privacy": form.privacy.data or Privacy.BUSY,
        "strip": _strip(room, begin, form, question) if room else None,
        "repeats": offered(form, question.on),
        "closing": url_for("booking.day", location=question.place.slug, day=question.on),
    }


def _lead(wrong: int) -> str:
    """What stands above the mistakes."""
    words_for = capital(count(wrong))
    return _n("One thing before we can book it.", "%(how_many)s things before we can book it.", wrong, how_many=words_for)


def privacies() -> list[Option]:
    """Who may read the title."""
    return [
        (Privacy.HOUSE, _("Everyone")),
        (Privacy.BUSY, _("Guests and the desk")),
        (Privacy.HIDDEN, _("The desk only")),
    ]


def _begins(form: BookingForm, room: Room | None, question: Question) -> datetime | None:
    """The start that was typed, else the first that is free, else the next quarter of an hour."""
    typed = clock_time(form.starts.data)
    if typed:
        return _moment(typed, question)
    if room and room.free:
        return room.free[0].starts_at
    return None


def _moment(typed: time, question: Question) -> datetime | None:
    try:
        return instant(question.on, typed, question.place.zone)
    except SkippedTime:
        return None


def _times(form: BookingForm, room: Room | None, question: Question) -> list[Option]:
    """Every quarter of an hour at which one can begin; and what was typed, also if one cannot."""
    stretches = room.free if room else hours_of(question.place).slots(question.on)
    now = question.now - QUARTER
    free = (moment for stretch in stretches for moment in _quarters(stretch) if moment > now)
    times = {hm(moment, question.place.zone): None for moment in free}
    typed = clock_time(form.starts.data)
    return [(text, text) for text in sorted({*times, *([f"{typed:%H:%M}"] if typed else [])})]


def _quarters(stretch: Slot) -> list[datetime]:
    return [stretch.starts_at + n * QUARTER for n in range(int(stretch.lasts / QUARTER))]


def _lengths(form: BookingForm, begin: datetime | None, gap: Slot | None, question: Question) -> tuple[list[Option], str]:
    """The lengths that are free from there on, the last "to 14:00"; and which of them is meant."""
    available = min(gap.ends_at - begin, LONGEST) if gap and begin else LONGEST
    lengths = {n: lasting(timedelta(minutes=n)) for n in LENGTHS if timedelta(minutes=n) <= available}
    wanted = _wanted(form, begin, available, question)
    if wanted not in lengths:
        lengths[wanted] = lasting(timedelta(minutes=wanted))
    whole = int(available / timedelta(minutes=1))
    if gap and begin and (whole == wanted or whole not in lengths):
        lengths[whole] = _("to %(time)s", time=hm(begin + available, question.place.zone))
    return [(str(n), text) for n, text in sorted(lengths.items())], str(wanted)


def _wanted(form: BookingForm, begin: datetime | None, available: timedelta, question: Question) -> int:
    """How many minutes are meant: as typed; else an hour, or what there is of it."""
    lasts, ends = form.lasts, clock_time(form.ends.data)
    until = ends or (lasts if isinstance(lasts, time) else None)
    if until and begin and (end := _moment(until, question)) and end > begin:
        return int((end - begin) / timedelta(minutes=1))
    meant = lasts if isinstance(lasts, timedelta) else min(AN_HOUR, available)
    return int(meant / timedelta(minutes=1))


def _strip(room: Room, begin: datetime | None, form: BookingForm, question: Question) -> dict[str, Any]:
    """The room's day as a strip, with what was chosen in it."""
    pen = words.Pen(room.on, Wish(), words.Addresses("", "", ""))
    cells = [cell._replace(url="", title="", text="") for cell in pen.line(room.row).slots if not cell.kind.startswith("free")]
    gap = room.gap_at(begin)
    draft = _draft(room, begin, gap, form, question) if begin and gap else []
    on = room.on
    return {
        "cells": sorted([*cells, *draft], key=lambda cell: cell.at),
        "first": on.first,
        "count": on.count,
        "ticks": range(on.first // 4, on.last // 4, 2),
        "label": _("%(room)s that day", room=room.row.room.name),
    }


def _draft(room: Room, begin: datetime, gap: Slot, form: BookingForm, question: Question) -> list[words.Cell]:
    minutes = _wanted(form, begin, min(gap.ends_at - begin, LONGEST), question)
    slot = Slot(begin, min(begin + timedelta(minutes=minutes), gap.ends_at))
    place = room.on.place(slot)
    says = _("%(begin)s to %(end)s, your choice", begin=room.hm(slot.starts_at), end=room.hm(slot.ends_at))
    return [words.Cell("draft", *place, "", "", "", says)] if place else []
