"""What the forms about requests carry, as typed values."""

from datetime import date

from wtforms import HiddenField, StringField, TextAreaField

from portal.booking import queries as booking_queries
from portal.booking.models import Room
from portal.helpdesk.actions import Asking
from portal.helpdesk.rules import Kind
from portal.helpdesk.steps import Saying
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.words import N_
from portal.web.forms import Form

MOST_SEEN = 100_000


def kind_of(word: str) -> Kind:
    """The kind this word names; Invalid if it names none."""
    try:
        return Kind(word)
    except ValueError:
        raise Invalid(N_("Choose one of the kinds in the list."), field="kind") from None


class AskForm(Form):
    """One field is enough."""

    words = TextAreaField()
    subject = StringField()
    kind = StringField()
    room = StringField()
    once = HiddenField()

    def asking(self) -> Asking:
        """What is asked; Invalid if a room or a kind does not exist."""
        return Asking(
            words=self.words.data or "",
            subject=self.subject.data or "",
            kind=kind_of(self.kind.data) if self.kind.data else None,
            room=self._room(),
            once=self.once.data or "",
        )

    def _room(self) -> Room | None:
        if not self.room.data:
            return None
        try:
            return booking_queries.room(self.room.data)
        except NotFound:
            raise Invalid(N_("Choose one of the rooms in the list, or none."), field="room") from None


class MessageForm(Form):
    """A word in a thread; the desk chooses who reads it, and whether it asks for the member's yes."""

    words = TextAreaField()
    internal = StringField()
    asks = StringField()
    seen = HiddenField()
    once = HiddenField()

    def saying(self) -> Saying:
        """What is said."""
        seen = self.seen.data or ""
        known = min(int(seen), MOST_SEEN) if seen.isascii() and seen.isdigit() and len(seen) < len(str(MOST_SEEN)) else None
        return Saying(words=self.words.data or "", seen=known, once=self.once.data or "")


class PlanForm(Form):
    """What happens next, and by when."""

    next_action = StringField()
    next_action_on = StringField()

    def day(self) -> date | None:
        """The day; none if it was left empty."""
        if not self.next_action_on.data:
            return None
        try:
            return date.fromisoformat(self.next_action_on.data)
        except ValueError:
            raise Invalid(N_("Choose a day, such as 2026-06-12."), field="next_action_on") from None
