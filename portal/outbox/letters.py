"""What a letter is before it is posted."""

from dataclasses import dataclass, replace
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


def written(template: str, *, key: str, thread: str, to: Person, subject: str, **context: object) -> Draft:
    """A draft from `templates/mail/<template>.txt` and `.html`; they see what is given here and nothing of any page."""
    context |= {"to": to, "subject": subject}
    text, html = (current_app.jinja_env.get_template(f"mail/{template}.{kind}").render(context) for kind in ("txt", "html"))
    return Draft(key=key, thread=thread, to=to, subject=subject, text=text, html=html)


def inviting(draft: Draft, calendar: bytes, method: str) -> Draft:
    """The same letter with an invitation, or with what takes one back; `method` is the one inside the calendar."""
    return replace(draft, calendar=calendar, calendar_method=method)
