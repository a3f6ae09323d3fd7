"""What a letter is before it is posted."""

from dataclasses import dataclass
from typing import Protocol

from flask import render_template


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
    """A draft from `templates/mail/<template>.txt` and `.html`."""
    context = {**context, "to": to, "subject": subject}
    return Draft(
        key=key,
        thread=thread,
        to=to,
        subject=subject,
        text=render_template(f"mail/{template}.txt", **context),
        html=render_template(f"mail/{template}.html", **context),
        calendar=calendar,
        calendar_method=calendar_method,
    )
