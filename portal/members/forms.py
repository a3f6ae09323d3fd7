"""The sign-in form, and what it carries along for somebody who was signed out in the middle of another."""

from dataclasses import dataclass
from typing import Self

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired

from portal.web.forms import Form
from portal.web.pages import is_local

KEPT = "kept-"
ADDRESS = "again"


@dataclass(frozen=True)
class Kept:
    """A form that could not be taken: where it was going, and what had been typed. It travels in hidden fields only."""

    address: str
    typed: MultiDict[str, str]

    @classmethod
    def of(cls, form: MultiDict[str, str]) -> Self | None:
        """What came along with a sign-in; nothing if it would lead out of the house."""
        address = form.get(ADDRESS, "")
        if not is_local(address):
            return None
        pairs = form.items(multi=True)
        return cls(address, MultiDict((key.removeprefix(KEPT), value) for key, value in pairs if key.startswith(KEPT)))


class SignInForm(Form):
    """E-mail and password; where to go afterwards."""

    email = StringField(validators=[InputRequired()])
    password = PasswordField(validators=[InputRequired()])
    next = HiddenField()

    @property
    def account(self) -> str:
        """The address as it was typed."""
        return self.email.data or ""

    @property
    def onward(self) -> str:
        """Where to go afterwards: inside the house only."""
        wanted = self.next.data or ""
        return wanted if is_local(wanted) else "/"
