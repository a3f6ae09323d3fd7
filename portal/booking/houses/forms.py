"""What a manager types about a location, kept as typed, and the place that it means."""

from typing import Self
from zoneinfo import available_timezones

from wtforms import Field, HiddenField, StringField
from wtforms.validators import ValidationError

from portal.booking.houses import rules
from portal.booking.houses.rules import DAYS, Place, read_hours, written
from portal.booking.rooms.forms import fits, whole
from portal.house.models import Location
from portal.kernel.errors import Invalid
from portal.web.forms import Form
from portal.web.language import _
from portal.web.say import say


def hours(_form: Form, field: Field) -> None:
    """A validator: the hours of a day."""
    try:
        read_hours(field.data or "")
    except Invalid as mistake:
        raise ValidationError(say(mistake)) from None


class PlaceForm(Form):
    """Everything that is set up about a location."""

    name = StringField(validators=[fits(rules.LONGEST_NAME)])
    place = StringField(validators=[fits(rules.LONGEST_PLACE)])
    address = StringField(validators=[fits(rules.LONGEST_ADDRESS)])
    zone_name = StringField()
    phone = StringField(validators=[fits(rules.LONGEST_PHONE)])
    monday = StringField(validators=[fits(rules.LONGEST_HOURS), hours])
    tuesday = StringField(validators=[fits(rules.LONGEST_HOURS), hours])
    wednesday = StringField(validators=[fits(rules.LONGEST_HOURS), hours])
    thursday = StringField(validators=[fits(rules.LONGEST_HOURS), hours])
    friday = StringField(validators=[fits(rules.LONGEST_HOURS), hours])
    saturday = StringField(validators=[fits(rules.LONGEST_HOURS), hours])
    sunday = StringField(validators=[fits(rules.LONGEST_HOURS), hours])
    seen = HiddenField()
    once = HiddenField()

    @classmethod
    def of(cls, now: Place, location: Location) -> Self:
        """The form as the location stands now."""
        form = cls(formdata=None)
        for name in ("name", "place", "address", "zone_name", "phone"):
            form[name].data = getattr(now, name)
        for day, stretches in zip(DAYS, now.hours, strict=True):
            form[day].data = written(stretches)
        form.seen.data = str(location.edition)
        return form

    def validate_name(self, field: Field) -> None:
        if not (field.data or "").strip():
            raise ValidationError(_("What is the house called?"))

    def validate_place(self, field: Field) -> None:
        if not (field.data or "").strip():
            raise ValidationError(_("Where is it, as it follows the name? Like “at Mill Lane”."))

    def validate_address(self, field: Field) -> None:
        if not (field.data or "").strip():
            raise ValidationError(_("The address stands in invitations, so that guests find it."))

    def validate_zone_name(self, field: Field) -> None:
        if (field.data or "").strip() not in available_timezones():
            raise ValidationError(_("Choose a zone from the list, such as Europe/London."))

    @property
    def edition(self) -> int | None:
        """The edition that was seen, if the form says so."""
        return whole(self.seen.data)

    def told(self) -> Place:
        """The checked form as a place."""
        named = {name: " ".join((self[name].data or "").split()) for name in ("name", "place", "address", "zone_name", "phone")}
        return Place(hours=tuple(read_hours(self[day].data or "") for day in DAYS), **named)


def labels() -> dict[str, str]:
    """What each thing about a location is called."""
    return {
        "name": _("Name"),
        "place": _("Where"),
        "address": _("Address"),
        "zone_name": _("Time zone"),
        "phone": _("Phone"),
        "hours": _("Weekly hours"),
    }


def days() -> list[tuple[str, str]]:
    """Field and name of each day of the week."""
    names = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
    return list(zip(DAYS, names, strict=True))
