"""What a member tells, and what the desk writes down."""

from dataclasses import replace
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from portal.directory.rules import LONGEST_ABOUT, Channel, Jotted, Kind, Source, Told, listing
from portal.web.forms import Form
from portal.web.language import _

LONGEST_PRONOUNS = 40


def _text(value: Any) -> str:  # noqa: ANN401 - WTForms filters are handed anything
    return str(value or "").strip()


class ProfileForm(Form):
    """One's own card. What it does not ask for stays as it was."""

    pronouns = StringField(filters=[_text], validators=[Length(max=LONGEST_PRONOUNS)])
    about = TextAreaField(filters=[_text], validators=[Length(max=LONGEST_ABOUT)])
    can_help_with = StringField(filters=[_text])
    looking_for = StringField(filters=[_text])
    preferred_channel = SelectField(choices=[], default=Channel.PORTAL)
    listed = BooleanField()
    may_remember = SelectField(choices=[], default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say the choices in the reader's language."""
        super().__init__(*args, **kwargs)
        self.preferred_channel.choices = [
            (Channel.PORTAL, _("Here in the portal")),
            (Channel.MAIL, _("By mail")),
            (Channel.PHONE, _("By phone")),
            (Channel.IN_PERSON, _("In person")),
        ]
        # Nothing is ticked for anybody: who has not said yes has not said yes.
        self.may_remember.choices = [("", _("I have not decided")), ("yes", _("Yes")), ("no", _("No, please do not"))]

    @classmethod
    def of(cls, told: Told) -> "ProfileForm":
        """The form as it stands before anybody types."""
        form = cls()
        for name in ("pronouns", "about", "preferred_channel", "listed"):
            form[name].data = getattr(told, name)
        form.may_remember.data = {None: "", True: "yes", False: "no"}[told.may_remember]
        form.can_help_with.data, form.looking_for.data = ", ".join(told.can_help_with), ", ".join(told.looking_for)
        return form

    def ask(self, before: Told) -> Told:
        """What is told now."""
        return replace(
            before,
            pronouns=self.pronouns.data or "",
            about=self.about.data or "",
            can_help_with=listing(self.can_help_with.data or ""),
            looking_for=listing(self.looking_for.data or ""),
            preferred_channel=self.preferred_channel.data,
            listed=self.listed.data,
            may_remember={"yes": True, "no": False}.get(self.may_remember.data or ""),
        )


class NoteForm(Form):
    """A line to remember."""

    kind = SelectField(choices=[], default=Kind.OTHER)
    text = TextAreaField(filters=[_text])
    source = SelectField(choices=[], default=Source.TOLD_US)
    purpose = StringField(filters=[_text])
    consent = BooleanField()
    once = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say the choices in the reader's language."""
        super().__init__(*args, **kwargs)
        self.kind.choices = list(kinds().items())
        self.source.choices = [
            (Source.TOLD_US, _("They told us")),
            (Source.MEMBER_WROTE, _("They wrote it")),
            (Source.PUBLIC_PAGE, _("A public page")),
            (Source.NOTICED, _("We noticed")),
        ]

    def ask(self) -> Jotted:
        """The line as it was written."""
        return Jotted(
            kind=Kind(self.kind.data),
            text=self.text.data or "",
            source=Source(self.source.data),
            purpose=self.purpose.data or "",
            consent=self.consent.data,
        )


def kinds() -> dict[str, str]:
    """The kinds of lines, as people call them."""
    return {
        Kind.COFFEE: _("Coffee"),
        Kind.FAMILY: _("Family"),
        Kind.PET: _("Pet"),
        Kind.HOBBY: _("Hobby"),
        Kind.GOAL: _("Goal"),
        Kind.WORK: _("Work"),
        Kind.ACCESS: _("Access need"),
        Kind.MET: _("How we met"),
        Kind.OTHER: _("Something else"),
    }
