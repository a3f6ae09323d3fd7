"""A touch as the desk sees it: who, why, by when, what we know and may use. Facts and questions; never words to copy."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from portal.directory import queries as directory_queries
from portal.kernel.zones import local_date
from portal.members import queries as member_queries
from portal.members.models import Member
from portal.reminders import queries, rules
from portal.reminders.models import Touch, TouchChange
from portal.reminders.rules import HELD, Kind, Reason, Status
from portal.web.formats import capital, count, day, day_month, day_short, hm
from portal.web.language import _, _n

TOMORROW = 1


class Known(NamedTuple):
    """Something we know: an icon and a sentence."""

    icon: str
    text: str


@dataclass(frozen=True)
class Card:
    """One touch in the queue."""

    touch: Touch
    why: str
    best_by: str
    urgency: str
    """Late, soon, or nothing."""
    short: str
    """The same in a word or two."""
    holder: str
    """Who has it, if somebody else does."""
    is_mine: bool

    @property
    def is_note(self) -> bool:
        """Whether it is written by hand."""
        return self.touch.kind == Kind.NOTE


@dataclass(frozen=True)
class Reader:
    """Who at the desk looks, and when."""

    member: Member
    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        """The house's date."""
        return local_date(self.now, self.zone)


def cards(touches: Iterable[Touch], reader: Reader) -> list[Card]:
    """The queue."""
    return [card(touch, reader) for touch in touches]


def card(touch: Touch, reader: Reader) -> Card:
    """One of it."""
    held = rules.is_held(touch.stands, touch.claimed_at, now=reader.now)
    mine = touch.claimed_by_id == reader.member.id and touch.stands in HELD
    holder = touch.claimed_by.first_name if held and not mine and touch.claimed_by else ""
    text, short, urgency = best_by(touch.best_by, reader.today)
    return Card(touch, why(touch, reader.today), text, urgency, short, holder, mine)


def why(touch: Touch, today: date) -> str:
    """What happened, as a sentence."""
    on = _("today") if touch.occasion_on == today else day(touch.occasion_on)
    match Reason(touch.reason):
        case Reason.FIRST_DAY:
            return _("First day: %(day)s", day=on)
        case Reason.WELCOME:
            return _("New since %(day)s: a welcome", day=on)
        case Reason.FIRST_BOOKING if touch.fact:
            return _("First booking: %(room)s, made %(day)s", room=touch.fact, day=on)
        case Reason.FIRST_BOOKING:
            return _("First booking, made %(day)s", day=on)
        case Reason.BIRTHDAY:
            return _("Birthday on %(day)s", day=day_month(touch.occasion_on))
        case Reason.ANNIVERSARY:
            years = int(touch.fact or 1)
            return _n(
                "One year with us on %(day)s", "%(words)s years with us on %(day)s", years, words=capital(count(years)), day=on
            )


def best_by(on: date, today: date) -> tuple[str, str, str]:
    """By when, in a sentence and in a word, and how urgent that is. It never says that it is too late."""
    left, late = (on - today).days, rules.days_late(on, today=today)
    if late:
        text = _n("one day late", "%(words)s days late", late, words=count(late))
        return text, text, "late"
    if left == 0:
        return _("best today"), _("today"), "soon"
    if left == TOMORROW:
        return _("best by tomorrow"), _("tomorrow"), "soon"
    return _("best by %(day)s", day=day(on)), day_short(on), ""


def known(touch: Touch, reader: Reader) -> list[Known]:
    """What one might mention: what they told us or agreed to, and what they got from us last. That it was read is noted."""
    icons = {"coffee": "coffee", "family": "heart", "pet": "dog", "hobby": "palette", "goal": "goal", "work": "briefcase"}
    lines = directory_queries.remembered_about(touch.member, for_=reader.member, at=reader.now, way="touch")
    found = [Known(icons.get(line.kind, "leaf"), line.text) for line in lines if line.may_be_used]
    return [*found, Known("mail", _last(touch, reader.today))]


def _last(touch: Touch, today: date) -> str:
    last = queries.last_delivered(touch.member)
    if last is None or last.settled_at is None:
        return _("Nothing from us yet")
    return _("Last from us: %(why)s", why=why(last, today))


def questions(touch: Touch) -> list[str]:
    """Questions to think about before writing."""
    asked = [_("What did they do that you noticed?"), _("What would they be glad that somebody saw?")]
    if touch.reason == Reason.FIRST_BOOKING:
        return [_("How did the hour in there go, and who was with them?"), *asked]
    return asked


def steps(changes: Iterable[TouchChange], zone: ZoneInfo) -> list[str]:
    """What has happened with it, a line each."""
    return [f"{day(change.changed_at, zone)}, {hm(change.changed_at, zone)}: {_step(change)}" for change in changes]


def _step(change: TouchChange) -> str:
    name = change.by.first_name if change.by else _("the portal")
    if change.status == Status.CLAIMED and change.detail:
        return _("%(name)s handed it to %(to)s", name=name, to=change.detail)
    sentences = {
        Status.SUGGESTED: _("suggested by %(name)s", name=name),
        Status.CLAIMED: _("%(name)s took it", name=name),
        Status.WRITTEN: _("%(name)s wrote it", name=name),
        Status.SNOOZED: _("%(name)s put it off", name=name),
        Status.DELIVERED: _("%(name)s did it", name=name),
        Status.SKIPPED: _("%(name)s let it go: %(why)s", name=name, why=change.detail),
    }
    return sentences[Status(change.status)]


# --- The pages --------------------------------------------------------------------------------------------


def frame(which: str, reader: Reader) -> dict[str, Any]:
    """What stands around each of the three lists."""
    waiting, later = len(queries.open_touches(reader.today)), len(queries.put_off(reader.today))
    return {"which": which, "waiting": waiting, "later": later, "today": reader.today}


def list_page(touches: list[Touch], which: str, reader: Reader) -> dict[str, Any]:
    """Touches with what has happened to each."""
    lines = [(each, steps(queries.changes_of(each.touch), reader.zone)) for each in cards(touches, reader)]
    return frame(which, reader) | {"lines": lines}


def queue_page(opened: str, reader: Reader) -> dict[str, Any]:
    """The queue, and the one that is open on the bench: the one asked for, or the reader's own first."""
    queue = cards(queries.open_touches(reader.today), reader)
    current = next((each for each in queue if each.touch.public_id == opened), None)
    current = current or next((each for each in queue if each.is_mine), None)
    return frame("open", reader) | {
        "cards": queue,
        "people": len({each.touch.member_id for each in queue}),
        "current": current,
        "known": known(current.touch, reader) if current else [],
        "questions": questions(current.touch) if current else [],
        "colleagues": [member for member in member_queries.staff() if member.id != reader.member.id],
        "delivered": queries.delivered_count(queries.the_house(), month_of=reader.today),
        "tomorrow": reader.today + timedelta(days=1),
    }
