"""What a manager types about a room, kept as typed, and the plan that it means."""

from collections.abc import Callable, Sequence
from typing import Any, Self

from wtforms import BooleanField, Field, HiddenField, SelectMultipleField, StringField
from wtforms.validators import ValidationError

from portal.booking.models import Room
from portal.booking.rooms import rules
from portal.booking.rooms.rules import RoomPlan, words_of
from portal.web.forms import Form
from portal.web.language import _

DIGITS = 6
NUMBERS = ("capacity", "fire_capacity", "setup_minutes", "turnover_minutes", "check_in_minutes", "position")


def whole(text: str | None) -> int | None:
    """A whole number from 0, or None."""
    cleaned = (text or "").strip()
    return int(cleaned) if cleaned.isascii() and cleaned.isdigit() and len(cleaned) <= DIGITS else None


def fits(most: int) -> Callable[[Form, Field], None]:
    """A validator: no longer than that."""

    def check(_form: Form, field: Field) -> None:
        if len((field.data or "").strip()) > most:
            raise ValidationError(_("That is a little long: %(most)s characters fit.", most=most))

    return check


def between(least: int, most: int) -> Callable[[Form, Field], None]:
    """A validator: a whole number in these bounds; empty is the least, where that is nothing."""

    def check(_form: Form, field: Field) -> None:
        found = 0 if not least and not (field.data or "").strip() else whole(field.data)
        if found is None or not least <= found <= most:
            raise ValidationError(_("A whole number from %(least)s to %(most)s, please.", least=least, most=most))

    return check


class RoomForm(Form):
    """Everything that is set up about a room."""

    name = StringField(validators=[fits(rules.LONGEST_NAME)])
    capacity = StringField(validators=[between(1, rules.MOST_PEOPLE)])
    fire_capacity = StringField(validators=[between(1, rules.MOST_PEOPLE)])
    amenities = SelectMultipleField(choices=[], validate_choice=False)
    more = StringField(validators=[fits(rules.MOST_AMENITIES * rules.LONGEST_WORD)])
    step_free = BooleanField()
    setup_minutes = StringField(validators=[between(0, rules.MOST_MINUTES)])
    turnover_minutes = StringField(validators=[between(0, rules.MOST_MINUTES)])
    check_in_minutes = StringField(validators=[between(0, rules.MOST_MINUTES)])
    floor = StringField(validators=[fits(rules.LONGEST_FLOOR)])
    position = StringField(validators=[between(0, rules.MOST_POSITION)])
    known_as = StringField(validators=[fits(rules.LONGEST_KNOWN_AS)])
    made_of = SelectMultipleField(choices=[], validate_choice=False)
    combined = HiddenField()
    seen = HiddenField()
    once = HiddenField()

    @classmethod
    def of(cls, plan: RoomPlan, room: Room) -> Self:
        """The form as the room stands now."""
        form = cls(formdata=None)
        for name in ("name", "floor", "known_as", "step_free"):
            form[name].data = getattr(plan, name)
        for name in NUMBERS:
            form[name].data = str(getattr(plan, name))
        form.amenities.data, form.made_of.data = list(plan.amenities), list(plan.made_of)
        form.combined.data = "yes" if plan.made_of else ""
        form.seen.data = str(room.edition)
        return form

    def validate_name(self, field: Field) -> None:
        if not (field.data or "").strip():
            raise ValidationError(_("What is it called?"))

    def validate_fire_capacity(self, field: Field) -> None:
        most, seats = whole(field.data), whole(self.capacity.data)
        if most is not None and seats is not None and most < seats:
            raise ValidationError(_("It seats %(seats)s, so at least as many must be allowed in.", seats=seats))

    def validate_more(self, _field: Field) -> None:
        words = self.words
        if len(words) > rules.MOST_AMENITIES or any(len(word) > rules.LONGEST_WORD for word in words):
            raise ValidationError(_("At most %(most)s things, each in a word or two.", most=rules.MOST_AMENITIES))

    def validate_made_of(self, field: Field) -> None:
        if self.combined.data and len(set(field.data or [])) < rules.LEAST_PARTS:
            raise ValidationError(_("Which rooms open into it? Choose at least two."))

    @property
    def words(self) -> list[str]:
        """The amenities that were ticked and those that were typed, once each."""
        return sorted({*words_of(",".join(self.amenities.data or [])), *words_of(self.more.data or "")})

    @property
    def edition(self) -> int | None:
        """The edition that was seen, if the form says so."""
        return whole(self.seen.data)

    def plan(self) -> RoomPlan:
        """The checked form as a plan."""
        counted: dict[str, Any] = {name: whole(self[name].data) or 0 for name in NUMBERS}
        return RoomPlan(
            name=" ".join((self.name.data or "").split()),
            amenities=tuple(self.words),
            step_free=bool(self.step_free.data),
            floor=(self.floor.data or "").strip(),
            known_as=(self.known_as.data or "").strip(),
            made_of=tuple(sorted(set(self.made_of.data or []))) if self.combined.data else (),
            **counted,
        )


def labels() -> dict[str, str]:
    """What each thing in a plan is called."""
    return {
        "name": _("Name"),
        "capacity": _("Seats"),
        "fire_capacity": _("Never more than"),
        "amenities": _("What it has"),
        "step_free": _("Step-free"),
        "setup_minutes": _("Setting up, minutes"),
        "turnover_minutes": _("Tidying up, minutes"),
        "check_in_minutes": _("Kept without check-in, minutes"),
        "floor": _("Floor"),
        "position": _("Place in lists"),
        "known_as": _("Its name in an earlier system"),
        "made_of": _("Rooms that open into it"),
    }


def as_words(value: object) -> str:
    """A value of a plan as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(str(each) for each in value) or _("nothing")
    return str(value) if value != "" else _("nothing")
