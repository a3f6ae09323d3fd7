"""The correspondence about a request as its reader sees it: letters and events in order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.helpdesk.models import Message, TicketChange
from portal.helpdesk.reader import Reader
from portal.helpdesk.rules import Change, Status
from portal.members.models import Member
from portal.web.language import _


@dataclass(frozen=True)
class Entry:
    """One thing in the thread: a letter, or (without words) an event."""

    person: Member
    when: str
    paragraphs: tuple[str, ...] = ()
    event: str = ""
    aside: bool = False


def thread(messages: Iterable[Message], changes: Iterable[TicketChange], reader: Reader) -> list[Entry]:
    """Letters and events in order; of one instant, what was asked comes before who took it, and that before the answer."""
    asker: int | None = None
    found = []
    for message in messages:
        asker = message.author_id if asker is None else asker
        found.append((message.written_at, 0 if message.author_id == asker else 2, _letter(message, reader)))
    for change in changes:
        entry = _event(change, reader)
        if entry is not None:
            found.append((change.changed_at, 1 if change.what == Change.CLAIMED else 3, entry))
    return [entry for _at, _place, entry in sorted(found, key=lambda each: each[:2])]


def _letter(message: Message, reader: Reader) -> Entry:
    return Entry(message.author, reader.when(message.written_at), tuple(paragraphs(message.words)), aside=message.is_internal)


def paragraphs(words: str) -> Iterator[str]:
    """The words, split where a line is left empty."""
    for part in words.split("\n\n"):
        if part.strip():
            yield part.strip()


def _event(change: TicketChange, reader: Reader) -> Entry | None:
    sentence = ""
    if change.what == Change.CLAIMED:
        sentence = _("%(name)s took this", name=change.by.first_name)
    elif change.status == Status.CLOSED_CONFIRMED:
        sentence = _("%(name)s said it is fixed", name=change.by.first_name)
    elif change.status == Status.ANSWERED:
        sentence = _("%(name)s asked whether it is fixed", name=change.by.first_name)
    return Entry(change.by, reader.when(change.changed_at), event=sentence) if sentence else None
