"""Errors as one sentence for the operator."""

from sqlalchemy.exc import DBAPIError

from config import SettingsError
from portal.db.crypto import KeyTrouble, Unreadable
from portal.db.dump import DumpTrouble
from portal.db.strongbox import Damaged
from portal.kernel.errors import PortalError


def said(trouble: Exception) -> str | None:
    """The sentence; None if the operator can do nothing about it."""
    sentence = None
    match trouble:
        case SettingsError():
            sentence = "\n".join(trouble.problems)
        case PortalError():
            sentence = trouble.sentence.message.format_map(trouble.sentence.facts)
        case Damaged() | DumpTrouble() | KeyTrouble() | Unreadable():
            sentence = str(trouble)
        case DBAPIError():
            sentence = f"The database says no: {_first_line(str(trouble.orig))}"
        case OSError():
            sentence = f"{trouble.strerror or trouble}{f': {trouble.filename}' if trouble.filename else ''}"
        case UnicodeError():
            sentence = f"This is not readable as text: {trouble}"
    return sentence


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0] if text.strip() else "nothing more."
