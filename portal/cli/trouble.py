"""Errors as one sentence for the operator."""

from sqlalchemy.exc import DBAPIError

from config import SettingsError
from portal.kernel.errors import PortalError


def said(trouble: Exception) -> str | None:
    """The sentence; None if the operator can do nothing about it."""
    match trouble:
        case SettingsError():
            return "\n".join(trouble.problems)
        case PortalError():
            sentence = trouble.sentence
            return sentence.message.format_map(sentence.facts) if sentence.facts else sentence.message
        case DBAPIError():
            return f"The database says no: {_first_line(str(trouble.orig))}"
        case OSError():
            return f"{trouble.strerror or trouble}{f': {trouble.filename}' if trouble.filename else ''}"
        case UnicodeError():
            return f"This is not readable as text: {trouble}"
    return None


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0] if text.strip() else "nothing more."
