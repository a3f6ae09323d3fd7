"""Sentences that are said later, in the reader's language: a message to translate and the facts to fill in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Fact = object


def N_(message: str) -> str:
    """Mark a message for translation without translating it yet."""
    return message


@dataclass(frozen=True)
class Sentence:
    """A message with `{named}` gaps and the facts that fill them.

    Facts are plain values; dates, clock times and aware datetimes are formatted where the sentence is said.
    An aware datetime is shown in the zone it carries, so put it into the house's zone first.
    """

    message: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
