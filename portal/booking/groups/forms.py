"""What a manager types about a group of rooms, kept as typed."""

from typing import Self

from wtforms import Field, HiddenField, SelectMultipleField, StringField
from wtforms.validators import ValidationError

from portal.booking.groups.rules import LONGEST_NAME, GroupPlan
from portal.booking.models import RoomGroup
from portal.booking.rooms.forms import fits, whole
from portal.web.forms import Form
from portal.web.language import _


class GroupForm(Form):
    """A name and the rooms."""

    name = StringField(validators=[fits(LONGEST_NAME)])
    rooms = SelectMultipleField(choices=[], validate_choice=False)
    seen = HiddenField()
    once = HiddenField()

    @classmethod
    def of(cls, plan: GroupPlan, group: RoomGroup) -> Self:
        """The form as the group stands now."""
        return cls(formdata=None, name=plan.name, rooms=list(plan.rooms), seen=str(group.edition))

    def validate_name(self, field: Field) -> None:
        if not (field.data or "").strip():
            raise ValidationError(_("What is the group called?"))

    def validate_rooms(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Which rooms? Choose at least one."))

    @property
    def edition(self) -> int | None:
        """The edition that was seen, if the form says so."""
        return whole(self.seen.data)

    def plan(self) -> GroupPlan:
        """The checked form as a plan."""
        return GroupPlan(" ".join((self.name.data or "").split()), tuple(sorted(set(self.rooms.data or []))))
