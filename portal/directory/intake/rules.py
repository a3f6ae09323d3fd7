"""Lines of a table read as people, or the reason why not; pure."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.directory.rules import Birthday, Channel, Told, check_listing, listing
from portal.kernel.errors import Invalid
from portal.kernel.words import N_, Sentence
from portal.members.rules import LONGEST_NAME, Newcomer, folded, is_email

NEEDED = ("email", "name")
COLUMNS = (
    "email", "name", "company", "plan", "joined", "birthday",
    "preferred_channel", "can_help_with", "looking_for", "listed", "place",
)  # fmt: skip
DELIMITERS = ",;\t"
FORMULA = ("=", "+", "-", "@", "\t")
MOST_LINES_IN_A_CELL = 20
LONGEST_PLACE = 60
LEAP_YEAR = 2000
EARLIEST_YEAR = 1900
YES = frozenset({"yes", "y", "true", "1"})
NO = frozenset({"no", "n", "false", "0", ""})
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY = re.compile(r"--(\d{2})-(\d{2})")
_ENDS = re.compile(r"\r\n|\n|\r")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True)
class Row:
    """A line that makes sense: who it is, and what they tell."""

    line: int
    newcomer: Newcomer
    told: Told


@dataclass(frozen=True)
class Problem:
    """A line that cannot be taken: which, whose, and what is wrong with it and what to do."""

    line: int
    what: str
    why: Sentence


class Wrong(Exception):
    """A cell that makes no sense."""

    def __init__(self, message: str, **facts: object) -> None:
        """Keep the sentence."""
        super().__init__(message)
        self.sentence = Sentence(message, facts)


# --- From text to lines -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """Cells, and the number of the line in the file; no cells if its quotes do not close."""

    number: int
    cells: list[str] | None
    text: str


def lines(text: str) -> Iterator[Line]:
    """The filled lines of a table. A quote that never closes loses its own line and no other."""
    physical = _ENDS.split(text.removeprefix("\ufeff"))
    delimiter = delimiter_of(physical)
    at = 0
    while at < len(physical):
        cells, taken = _record(physical[at : at + MOST_LINES_IN_A_CELL], delimiter)
        if cells is None or any(cell.strip() for cell in cells):
            yield Line(at + 1, cells, physical[at])
        at += taken


def delimiter_of(physical: list[str]) -> str:
    """What stands between the cells of the first filled line."""
    head = next((line for line in physical if line.strip()), "")
    return max(DELIMITERS, key=head.count)


def _record(ahead: list[str], delimiter: str) -> tuple[list[str] | None, int]:
    """The cells that begin on the first line, and over how many lines they go."""
    for taken in range(1, len(ahead) + 1):
        try:
            return next(csv.reader(["\n".join(ahead[:taken])], delimiter=delimiter, strict=True), []), taken
        except csv.Error as trouble:
            if "unexpected end of data" not in str(trouble):
                break
    return None, 1


# --- From lines to people ---------------------------------------------------------------------------


def header(line: Line | None) -> list[str]:
    """The names of the columns; Invalid says which one is missing."""
    names = [cell.strip().lower().replace(" ", "_") for cell in (line.cells or [])] if line else []
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise Invalid(N_("The first line names the columns; {missing} is not among them."), missing=", ".join(missing))
    return names


def read(line: Line, columns: list[str], plans: frozenset[str], today: date) -> Row | Problem:
    """The person on this line, or what is wrong with it."""
    try:
        return _row(line, _cells(line, columns), plans, today)
    except Wrong as wrong:
        return Problem(line.number, _name_of(line, columns), wrong.sentence)
    except Invalid as invalid:
        return Problem(line.number, _name_of(line, columns), invalid.sentence)


def _name_of(line: Line, columns: list[str]) -> str:
    place = columns.index("email")
    cells = line.cells or []
    return (cells[place].strip() if place < len(cells) else "") or line.text[:60].strip()


def _cells(line: Line, columns: list[str]) -> dict[str, str]:
    if line.cells is None:
        raise Wrong(N_("A quotation mark opens and does not close. Close it, or double the ones inside the text."))
    if len(line.cells) != len(columns):
        raise Wrong(
            N_("It has {found} cells and the first line {wanted}. Look for a separator too many or too few."),
            found=len(line.cells),
            wanted=len(columns),
        )
    return dict.fromkeys(COLUMNS, "") | {name: cell.strip() for name, cell in zip(columns, line.cells, strict=True)}


def _row(line: Line, cells: dict[str, str], plans: frozenset[str], today: date) -> Row:
    newcomer = Newcomer(
        email=_email(cells["email"]),
        name=_words(cells["name"], N_("The name is missing. Write it in."), LONGEST_NAME),
        company=_words(cells["company"], "", LONGEST_NAME),
        plan=_plan(cells["plan"], plans),
        joined_on=_day(cells["joined"]) if cells["joined"] else today,
        place=_words(cells["place"], "", LONGEST_PLACE),
    )
    told = Told(
        birthday=birthday(cells["birthday"], today=today),
        preferred_channel=_channel(cells["preferred_channel"]),
        can_help_with=listing(cells["can_help_with"]),
        looking_for=listing(cells["looking_for"]),
        listed=_yes(cells["listed"]),
    )
    check_listing(told.can_help_with, "can_help_with")
    check_listing(told.looking_for, "looking_for")
    return Row(line.number, newcomer, told)


def _email(text: str) -> str:
    email = folded(text)
    if not is_email(email):
        raise Wrong(N_("“{text}” is not an e-mail address. Write one in: people sign in with it."), text=text)
    return email


def _words(text: str, missing: str, longest: int) -> str:
    if not text and missing:
        raise Wrong(missing)
    if text.startswith(FORMULA):
        raise Wrong(N_("“{text}” is a formula, not a name. Write the name itself."), text=text[:40])
    if len(text) > longest or not text.isprintable():
        raise Wrong(
            N_("“{text}…” is too long or has signs that cannot be shown: at most {longest} letters."),
            text=text[:40],
            longest=longest,
        )
    return text


def _plan(text: str, plans: frozenset[str]) -> str:
    if text and text not in plans:
        known = ", ".join(sorted(plans))
        raise Wrong(N_("There is no plan called {text}. Use one of {known}, or make that plan first."), text=text, known=known)
    return text


def _day(text: str) -> date:
    if not _DATE.fullmatch(text):
        raise Wrong(N_("“{text}” could be read in two ways. Write dates as year-month-day: 2026-02-05."), text=text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Wrong(N_("There is no {text} in the calendar. Write the day it really was."), text=text) from None


def birthday(text: str, *, today: date) -> Birthday:
    """1990-05-14, --05-14 where the year is unknown, 1990 where only the year is known, or nothing."""
    if not text:
        return Birthday()
    if _YEAR.fullmatch(text):
        return _plausible(Birthday(year=int(text)), text, today)
    if found := _DAY.fullmatch(text):
        try:
            day = date(LEAP_YEAR, int(found[1]), int(found[2]))
        except ValueError:
            raise Wrong(N_("There is no {text} in any year. Write the day it really is."), text=text) from None
        return Birthday(day.month, day.day)
    day = _day(text)
    return _plausible(Birthday(day.month, day.day, day.year), text, today)


def _plausible(day: Birthday, text: str, today: date) -> Birthday:
    if day.year is None or not EARLIEST_YEAR <= day.year <= today.year:
        raise Wrong(N_("Nobody here was born in {text}. Leave the year out if it is not known: --05-14."), text=text)
    return day


def _channel(text: str) -> str:
    if text and text not in set(Channel):
        known = ", ".join(Channel)
        raise Wrong(N_("“{text}” is no way to reach somebody that we know. Use one of {known}."), text=text, known=known)
    return text or Channel.PORTAL


def _yes(text: str) -> bool:
    if text.lower() not in YES | NO:
        raise Wrong(N_("“{text}” is neither yes nor no. Nobody is listed unless they said yes."), text=text)
    return text.lower() in YES
