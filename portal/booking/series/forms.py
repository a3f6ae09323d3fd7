"""What a form says about repeating: the rule, its end, and what is chosen for single dates."""

from contextlib import suppress
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import request
from wtforms import Field, HiddenField, StringField
from wtforms.validators import ValidationError

from portal.booking.rules import Ask
from portal.booking.series import words
from portal.booking.series.plan import Choice, Choices, Draft
from portal.booking.series.rules import MOST_DATES, WEEKDAYS, Scope, dates, read
from portal.kernel.zones import local_date
from portal.web.forms import Form
from portal.web.language import _

CHOSEN = "on-"
LONGEST_RULE = 120


class Repeating(Form):
    """The part of a booking's form that makes a series of it."""

    repeats = StringField(filters=[lambda text: (text or "").strip()[:LONGEST_RULE]])
    """An RRULE's part; nothing for a single booking."""
    until = StringField()
    times = StringField()
    look = HiddenField()
    """The dates are to be shown first."""
    change = HiddenField()
    """Back to the form, with everything that was typed."""
    scope = StringField()

    def validate_until(self, field: Field) -> None:
        if field.data and not _date(field.data):
            raise ValidationError(_("Until which day? Write it like 2026-06-11."))

    def validate_times(self, field: Field) -> None:
        if field.data and not (field.data.isdecimal() and len(field.data) <= 3 and int(field.data)):  # noqa: PLR2004 - 104 at most
            raise ValidationError(_("How many times? A number up to %(most)s will do.", most=MOST_DATES))

    @property
    def byday(self) -> list[str]:
        """The weekdays that were ticked."""
        return [day for day in WEEKDAYS if day in request.values.getlist("byday")]

    @property
    def rule(self) -> str:
        """The rule that was chosen, with the weekdays that were ticked for a weekly one."""
        said = str(self.repeats.data or "")
        if self.byday and "FREQ=WEEKLY" in said.upper():
            parts = [part for part in said.split(";") if not part.upper().startswith("BYDAY")]
            return ";".join([*parts, f"BYDAY={','.join(self.byday)}"])
        return said

    @property
    def means(self) -> Scope:
        """Which dates a change is for."""
        return Scope(self.scope.data) if self.scope.data in set(Scope) else Scope.ONE

    def draft(self, ask: Ask, zone: ZoneInfo) -> Draft:
        """The series that the form means, beginning with the first date that fits. Raises Invalid, naming the field."""
        day = local_date(ask.slot.starts_at, zone)
        pattern = read(self.rule, day, until=_date(self.until.data), times=int(self.times.data or 0))
        return Draft(ask, dates(pattern, day)[0], pattern, zone, chosen())


def chosen() -> Choices:
    """What was chosen for single dates, as far as it makes sense."""
    found = {}
    for name, text in request.form.items():
        day = _date(name.removeprefix(CHOSEN)) if name.startswith(CHOSEN) else None
        with suppress(ValueError):
            if day:
                found[day] = Choice.read(text[:LONGEST_RULE])
    return found


def offered(form: Repeating, on: date) -> dict[str, Any]:
    """The part of the form, for a series that begins on this day."""
    options = words.choices(on)
    said = form.repeats.data or ""
    if said and said not in dict(options):
        options.append((said, _("As it was said: %(rule)s", rule=said)))
    return {
        "options": [("", _("Just this once")), *options],
        "chosen": said,
        "weekdays": [(name, words.weekday_name(number)[:3]) for number, name in enumerate(WEEKDAYS)],
        "byday": form.byday,
        "until": form.until.data or "",
        "times": form.times.data or "",
        "most": MOST_DATES,
        "is_open": bool(said or form.until.errors or form.times.errors),
    }


def _date(text: str | None) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text or "")
    return None
