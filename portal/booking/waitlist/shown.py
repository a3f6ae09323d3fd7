"""Wishes as pages show them."""

from datetime import datetime
from typing import NamedTuple

from flask import url_for

from portal.booking import words
from portal.booking.rules import Stay
from portal.booking.waitlist import queries
from portal.booking.waitlist.models import Waiting
from portal.booking.waitlist.rules import Stage, WishKind
from portal.booking.waitlist.ways import standing
from portal.kernel.zones import local
from portal.members.models import Member
from portal.web.formats import count, hm, instant
from portal.web.formats import day as day_name
from portal.web.language import _, _n
from portal.web.say import say


class Line(NamedTuple):
    """One wish."""

    public_id: str
    leaf: str
    what: str
    says: str
    stage: str
    url: str
    """What is held or was taken."""
    member: Member
    title: str
    reason: str


def lines(member: Member, now: datetime) -> list[Line]:
    """What a member waits for, and what became of it lately."""
    return [line(each, now) for each in queries.waiting_of(member, since=now)]


def offers(member: Member, now: datetime) -> list[Line]:
    """What is held for a member now."""
    return [line(each, now) for each in queries.offers_to(member, at=now)]


def line(waiting: Waiting, now: datetime) -> Line:
    """One wish, with where it stands."""
    booking, room = waiting.booking, waiting.room
    held = booking and waiting.status in {Stage.OFFERED, Stage.TAKEN}
    return Line(
        public_id=waiting.public_id,
        leaf=words.leaf_of((booking.room if booking and held else room).facts),
        what=_what(waiting),
        says=_says(waiting, now),
        stage=waiting.status if waiting.status != Stage.OFFERED or (booking and booking.is_held(now)) else Stage.LAPSED,
        url=url_for("booking.show", public_id=booking.public_id) if booking and held else "",
        member=waiting.member,
        title=waiting.title,
        reason=waiting.reason,
    )


def joined(waiting: Waiting, now: datetime) -> str:
    """What is said once somebody is in line."""
    return _says(waiting, now)


def _what(waiting: Waiting) -> str:
    """Alder, Tuesday 10 March, 12:15 to 13:15; an hour between two times where any will do."""
    booking, zone = waiting.booking, waiting.room.location.zone
    if booking and waiting.status in {Stage.OFFERED, Stage.TAKEN}:
        room, begin, end = booking.room, booking.starts_at, booking.ends_at
    else:
        room, begin, end = waiting.room, waiting.earliest_at, waiting.latest_at
    facts = {"room": room.name, "day": day_name(begin, zone), "begin": hm(begin, zone), "end": hm(end, zone)}
    if waiting.is_exact or booking:
        return _("%(room)s, %(day)s, %(begin)s to %(end)s", **facts)
    return _("%(room)s, %(day)s, %(long)s between %(begin)s and %(end)s", long=words.length(waiting.minutes), **facts)


def _says(waiting: Waiting, now: datetime) -> str:
    booking = waiting.booking
    if waiting.status == Stage.OFFERED and booking and booking.held_until and booking.is_held(now):
        until = _moment(booking.held_until, waiting, now)
        return _("It has opened up. We hold it for you until %(until)s.", until=until)
    return _waits(waiting, now) if waiting.status == Stage.WAITING else _ended(waiting)


def _waits(waiting: Waiting, now: datetime) -> str:
    if waiting.kind == WishKind.TELL:
        return _("We write to you as soon as it is free.")
    if not waiting.is_exact:
        ahead = queries.ahead_of(waiting)
        first = _("You are first in line.")
        place = _n("One person is before you.", "%(words)s people are before you.", ahead, words=count(ahead)) if ahead else first
        return _("%(place)s If it opens by %(by)s it is yours, and we write to you.", place=place,
                 by=_moment(waiting.closes_at, waiting, now))  # fmt: skip
    stay = Stay(waiting.room.slug, waiting.room.name, waiting.window, waiting.room.location.zone)
    return say(standing(queries.ahead_of(waiting), stay))


def _ended(waiting: Waiting) -> str:
    ends = {
        Stage.TOLD: _("It was free; we told you."),
        Stage.TAKEN: _("You said yes."),
        Stage.WITHDRAWN: _("You stopped waiting."),
    }
    missed = _("We held it for you as long as we could.") if waiting.booking else _("It did not open up.")
    return ends.get(Stage(waiting.status), missed)


def _moment(moment: datetime, waiting: Waiting, now: datetime) -> str:
    """10:30; with the day when it is another one."""
    zone = waiting.room.location.zone
    return hm(moment, zone) if local(moment, zone).date() == local(now, zone).date() else instant(moment, zone)
