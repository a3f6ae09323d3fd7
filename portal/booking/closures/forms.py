"""What a manager types about closed days, kept as typed."""

from contextlib import suppress
from datetime import date

from wtforms import Field, StringField
from wtforms.validators import ValidationError

from portal.booking.closures.rules import LONGEST_REASON
from portal.booking.rooms.forms import fits
from portal.web.forms import Form
from portal.web.language import _


def day_of(text: str | None) -> date | None:
    """The day that somebody typed, or None."""
    with suppress(ValueError):
        return date.fromisoformat((text or "").strip())
    return None


class ClosureForm(Form):
    """A day, or several in a row, and why."""

    first = StringField()
    last = StringField()
    reason = StringField(validators=[fits(LONGEST_REASON)])

    def validate_first(self, field: Field) -> None:
        if day_of(field.data) is None:
            raise ValidationError(_("Which day? Write it like 2026-12-24."))

    def validate_last(self, field: Field) -> None:
        if (field.data or "").strip() and day_of(field.data) is None:
            raise ValidationError(_("Until which day? Write it like 2026-12-26, or leave it empty."))

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day, once they have been checked."""
        first = day_of(self.first.data) or date.max
        return first, day_of(self.last.data) or first
