"""The words of booking for somebody else; pure."""

from typing import NamedTuple

from portal.kernel.errors import Invalid
from portal.kernel.words import N_


class Person(NamedTuple):
    """Somebody whom the desk may mean."""

    id: str
    """As a form sends it."""
    name: str
    email: str
    company: str = ""


class Unclear(Invalid):
    """More than one person may be meant, or nobody."""

    candidates: tuple[Person, ...] = ()

    @classmethod
    def between(cls, people: tuple[Person, ...], said: str) -> "Unclear":
        """The refusal, with whoever may be meant."""
        message = (
            N_("Whom do you mean by “{said}”? Choose one.")
            if people
            else N_("We know nobody by “{said}”. Try a name or an address.")
        )
        unclear = cls(message, field="whom", said=said)
        unclear.candidates = people
        return unclear
