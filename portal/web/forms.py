"""The base of all forms."""

from flask_wtf import FlaskForm
from wtforms import Field


class Form(FlaskForm):  # type: ignore[misc]
    """A form whose mistakes can be listed; CSRF is checked before any view by portal.web.csrf."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """No second token check inside the form."""

        csrf = False

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """Field id and sentence of each field that needs another look, in the form's order."""
        return [(field.id, str(field.errors[0])) for field in self if isinstance(field, Field) and field.errors]
