"""Say a sentence in the reader's language."""

from portal.kernel.errors import PortalError
from portal.kernel.words import Sentence
from portal.web.formats import fact
from portal.web.language import _


def say(what: Sentence | PortalError) -> str:
    """Translate the message, then fill in the facts as people write them."""
    sentence = what.sentence if isinstance(what, PortalError) else what
    words = _(sentence.message)
    return words.format_map({name: fact(value) for name, value in sentence.facts.items()}) if sentence.facts else words
