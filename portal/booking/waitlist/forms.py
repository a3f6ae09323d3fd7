"""What somebody would like to wait for, as they typed it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from wtforms import Field, StringField
from wtforms.validators import ValidationError

from portal.booking.forms import LONGEST_IN_MINUTES, LONGEST_REASON, BookingForm, number
from portal.booking.waitlist.rules import Wish, WishKind
from portal.web.forms import Form
from portal.web.language import _


class WaitForm(BookingForm):
    """A booking to wait for: at just that time, or for `lasting` minutes somewhere between `starts` and `ends`."""

    kind = StringField()
    lasting = StringField()
    any_room = StringField()

    def validate_kind(self, field: Field) -> None:
        if field.data and field.data not in set(WishKind):
            raise ValidationError(_("Shall we hold it for you, or just tell you? Choose one of the two."))

    def validate_lasting(self, field: Field) -> None:
        if field.data and not number(field.data, LONGEST_IN_MINUTES):
            raise ValidationError(_("For how long? A number of minutes will do."))

    @property
    def meant(self) -> WishKind:
        """What is to happen when it opens."""
        return WishKind(self.kind.data or WishKind.HOLD)

    def wish(self, zone: ZoneInfo) -> Wish:
        """The checked form as a wish. Raises Invalid as `slot` does."""
        ask, lasting = self.ask(zone), number(self.lasting.data, LONGEST_IN_MINUTES)
        lasts = timedelta(minutes=lasting) if lasting else ask.slot.lasts
        return Wish(ask=ask, lasts=lasts, kind=self.meant, any_room=bool(self.any_room.data))


class ReasonForm(Form):
    """Why staff decide as they do."""

    reason = StringField()

    def validate_reason(self, field: Field) -> None:
        if len(field.data or "") > LONGEST_REASON:
            raise ValidationError(_("That is a little long: %(most)s characters fit.", most=LONGEST_REASON))
