"""What a letter is before it is posted."""

from dataclasses import dataclass
from typing import Protocol

from flask import current_app


class Person(Protocol):
    """Somebody a letter goes to."""

    id: int
    name: str
    email: str


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A letter, ready to be posted: same key, same letter; same thread, in order."""

    key: str
    thread: str
    to: Person
    subject: str
    text: str
    html: str = ""
    from_name: str = ""
    reply_to: str = ""
    calendar: bytes | None = None
    calendar_method: str = ""


def written(  # noqa: PLR0913 - a letter has that many parts
    template: str,
    *,
    key: str,
    thread: str,
    to: Person,
    subject: str,
    calendar: bytes | None = None,
    calendar_method: str = "",
    **context: object,
) -> Draft:
    """A draft from `templates/mail/<template>.txt` and `.html`; they see what is given here and nothing of any page."""
    context = {**context, "to": to, "subject": subject}
    templates = current_app.jinja_env
    return Draft(
        key=key,
        thread=thread,
        to=to,
        subject=subject,
        text=templates.get_template(f"mail/{template}.txt").render(context),
        html=templates.get_template(f"mail/{template}.html").render(context),
        calendar=calendar,
        calendar_method=calendar_method,
    )
