"""What may be told and remembered, and for how long; pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.directory.sensitive import sensitive_matter
from portal.kernel.errors import Invalid
from portal.kernel.words import N_

LONGEST_TEXT = 500
LONGEST_PURPOSE = 120
ANSWER_WITHIN = timedelta(days=14)
REVIEW_AFTER_DAYS = 365
MOST_WORDS = 12
LONGEST_WORD = 40
LONGEST_ABOUT = 300

# --- Profiles ---------------------------------------------------------------------------------------


class Channel(StrEnum):
    """How somebody likes to be reached."""

    PORTAL = "portal"
    MAIL = "mail"
    PHONE = "phone"
    IN_PERSON = "in person"


@dataclass(frozen=True)
class Birthday:
    """A day and a month, perhaps a year; no age is ever shown. 29 February is one."""

    month: int | None = None
    day: int | None = None
    year: int | None = None


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a member tells about themself; `listed` puts it before the house, `may_remember` is None until they were asked."""

    listed: bool = False
    pronouns: str = ""
    about: str = ""
    can_help_with: tuple[str, ...] = ()
    looking_for: tuple[str, ...] = ()
    preferred_channel: str = Channel.PORTAL
    birthday: Birthday = Birthday()
    may_remember: bool | None = None


def listing(text: str) -> tuple[str, ...]:
    """Things typed one after the other, apart by comma, semicolon or line: each once, in that order."""
    words = (" ".join(part.split()) for part in re.split(r"[,;\n]", text))
    return tuple(dict.fromkeys(word for word in words if word))


def check_listing(words: tuple[str, ...], field: str) -> None:
    """Refuse what would not fit on a card."""
    if len(words) > MOST_WORDS:
        raise Invalid(N_("Choose the {most} that matter most."), field=field, most=MOST_WORDS)
    if any(len(word) > LONGEST_WORD for word in words):
        raise Invalid(N_("A few words each: at most {longest} letters."), field=field, longest=LONGEST_WORD)


def findable(*texts: str) -> str:
    """The same without capitals and accents, so that "zoe" finds "Zoë"."""
    bare = unicodedata.normalize("NFKD", " ".join(texts).casefold().translate(_STROKES))
    return " ".join("".join(letter for letter in bare if not unicodedata.combining(letter)).split())


# Letters with a stroke are no letters with an accent to Unicode, but they are to whoever types a name.
_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i"})

# --- What we remember -------------------------------------------------------------------------------


class Kind(StrEnum):
    """What a line is about."""

    FAMILY = "family"
    PET = "pet"
    COFFEE = "coffee"
    HOBBY = "hobby"
    GOAL = "goal"
    WORK = "work"
    ACCESS = "access"
    MET = "met"
    OTHER = "other"


class Source(StrEnum):
    """How we know it. What was only noticed is provisional until the member says yes."""

    MEMBER_WROTE = "member_wrote"
    TOLD_US = "told_us"
    PUBLIC_PAGE = "public_page"
    NOTICED = "noticed"


@dataclass(frozen=True, kw_only=True)
class Jotted:
    """A line as somebody at the desk writes it; `consent`: the member has said yes to a sensitive matter being kept."""

    kind: Kind
    text: str
    source: Source
    purpose: str = ""
    consent: bool = False


class NeedsConsent(Invalid):
    """A sensitive matter, and nobody has said that the member agreed."""

    def __init__(self, message: str, name: str) -> None:
        """Name the matter and the member."""
        super().__init__(message, field="consent", name=name)


def check(jotted: Jotted, *, name: str) -> None:
    """Refuse a line that is empty, too long, or about a sensitive matter without the member's yes."""
    if not jotted.text.strip():
        raise Invalid(N_("Write a line to remember."), field="text")
    if len(jotted.text) > LONGEST_TEXT:
        raise Invalid(
            N_("Keep it to {longest} letters; this has {length}."), field="text", longest=LONGEST_TEXT, length=len(jotted.text)
        )
    if len(jotted.purpose) > LONGEST_PURPOSE:
        raise Invalid(N_("Say what for in at most {longest} letters."), field="purpose", longest=LONGEST_PURPOSE)
    matter = sensitive_matter(f"{jotted.text} {jotted.purpose}")
    if matter and not jotted.consent:
        raise NeedsConsent(matter, name)


def review_on(noted_on: date) -> date:
    """When to ask whether a line still holds: a year on."""
    return noted_on + timedelta(days=REVIEW_AFTER_DAYS)


def forgotten_at(source: str, noted_at: datetime, agreed_at: datetime | None) -> datetime | None:
    """When a line that was only noticed is forgotten unless the member says yes; None for all others."""
    return noted_at + ANSWER_WITHIN if source == Source.NOTICED and agreed_at is None else None
