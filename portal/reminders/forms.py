"""What the forms of the queue carry, as typed values."""

from datetime import date

from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.members import queries as member_queries
from portal.members.models import Member
from portal.reminders.rules import Kind, NoDay


def day_of(text: str) -> date:
    """The day that was chosen; NoDay if that is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NoDay(field="until") from None


def kind_of(word: str) -> Kind | None:
    """How it was done, if that was said and makes sense."""
    return Kind(word) if word in set(Kind) else None


def colleague(public_id: str) -> Member:
    """Whom it is handed to; Invalid unless they work at the desk."""
    found = next((member for member in member_queries.staff() if member.public_id == public_id), None)
    if found is None:
        raise Invalid(N_("Choose a colleague from the list."), field="to")
    return found
