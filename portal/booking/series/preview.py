"""The page before a series is booked or changed: every date, what it is, and what can be done with it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from portal.booking.rules import Refused, Stay, Taken, Way
from portal.booking.series import words
from portal.booking.series.forms import CHOSEN
from portal.booking.series.plan import FORCED, Choice, Choices, Draft, Line
from portal.web.formats import capital, count, day_month, hm
from portal.web.formats import day as day_name
from portal.web.language import _, _n
from portal.web.say import say

Option = tuple[str, str]


class Shown(NamedTuple):
    """A line of the page."""

    name: str
    """Of the field that says what is to be done with this date."""
    day: str
    iso: str
    says: str
    kind: str
    """`free`, `elsewhere` (pencilled in) or `out`."""
    options: list[Option]
    chosen: str


def heading(draft: Draft, room: str) -> str:
    """Alder, every Thursday, six times."""
    return _("%(room)s, %(rule)s", room=room, rule=words.said(draft.pattern, len(draft.dates)))


def shown(lines: Sequence[Line], choices: Choices, *, stay: Option | None = None) -> list[Shown]:
    """Every line; where a date cannot be had as asked for, the best way round is pencilled in, or what was chosen."""
    return [_shown(line, choices.get(line.on), stay) for line in lines]


def _shown(line: Line, choice: Choice | None, stay: Option | None) -> Shown:
    options = [(line.stay.room, _time_in(line.stay))] if line.is_free and line.stay else [_option(way, line) for way in line.ways]
    options += [stay] if stay else []
    options.append(("" if options else FORCED, _("Give this date back") if stay else _("Leave this date out")))
    values = [value for value, _text in options]
    wanted = _value(choice) if choice and not choice.is_forced else values[0]
    taken = wanted if wanted in values else values[0]
    kind = "out" if taken in {"", FORCED} else "free" if line.is_free else "elsewhere"
    says = say(line.trouble) if line.trouble else _("Free")
    return Shown(f"{CHOSEN}{line.on}", day_name(line.on), line.on.isoformat(), says, kind, options, taken)


def _value(choice: Choice) -> str:
    if choice.stays:
        return "stay"
    return f"{choice.room}@{choice.starts:%H:%M}" if choice.starts else choice.room


def _option(way: Way, line: Line) -> Option:
    if line.stay and way.stay.slot == line.stay.slot:
        return way.stay.room, _("%(room)s, same time", room=way.stay.name)
    return f"{way.stay.room}@{way.stay.starts:%H:%M}", _time_in(way.stay)


def _time_in(stay: Stay) -> str:
    return _("%(room)s, %(begin)s to %(end)s", room=stay.name, begin=hm(stay.starts), end=hm(stay.ends))


def lede(lines: Sequence[Line], drawn: Sequence[Shown], room: str) -> str:
    """Five of six are free. On 9 July Alder is taken, so we pencil in Cedar, same time."""
    free = sum(line.is_free for line in lines)
    if free == len(lines):
        return _n("It is free.", "All %(words)s are free.", free, words=count(free))
    sentences = [capital(_n("%(words)s of %(all)s is free.", "%(words)s of %(all)s are free.", free, words=count(free),
                            all=count(len(lines))))]  # fmt: skip
    taken = [(line, each) for line, each in zip(lines, drawn, strict=True) if isinstance(line.trouble, Taken)]
    for line, each in taken[:2]:
        facts = {"day": day_month(line.on), "room": room, "instead": dict(each.options)[each.chosen]}
        if each.kind != "out":
            sentences.append(_("On %(day)s %(room)s is taken, so we pencil in %(instead)s.", **facts))
        else:
            sentences.append(_("On %(day)s %(room)s is taken, and no other room will do.", **facts))
    return " ".join(sentences)


def button(drawn: Sequence[Shown]) -> str:
    """Book these five dates."""
    going = sum(each.kind != "out" for each in drawn)
    return _n("Book this date", "Book these %(words)s dates", going, words=count(going))


def carried(form: Any, names: Sequence[str]) -> dict[str, str]:  # noqa: ANN401 - any form that has these fields
    """What was typed, as hidden fields."""
    typed = {name: form[name].data or "" for name in names if name in form}
    return {name: ",".join(said) if isinstance(said, list) else said for name, said in typed.items()}


def months_left_out(draft: Draft) -> str:
    """That some months have no such day, where it is so."""
    short = draft.pattern.monthday
    if short < 29 or draft.pattern.interval > 1:  # noqa: PLR2004 - every month has a 28th
        return ""
    spanned = {(day.year, day.month) for day in draft.dates}
    months = (draft.dates[-1].year - draft.first.year) * 12 + draft.dates[-1].month - draft.first.month + 1
    return _("Months without a %(day)s are left out.", day=words.ordinal(short)) if months > len(spanned) else ""


def bendable(lines: Sequence[Line]) -> bool:
    """Whether a reason would let staff book what a rule forbids."""
    return any(isinstance(line.trouble, Refused) and line.trouble.bendable for line in lines)
