"""Read the table of rooms: commas or semicolons, with a byte-order mark or without; pure."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portal.kernel.errors import Invalid
from portal.kernel.words import N_, Sentence

if TYPE_CHECKING:
    import _csv

MUST = ("name", "capacity")
COLUMNS = frozenset(
    {*MUST, "slug", "fire_capacity", "amenities", "step_free", "known_as", "floor", "setup_minutes", "turnover_minutes"}
)
YES, NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0", ""})
LONGEST_NAME, LONGEST_SLUG = 80, 40
MOST_MINUTES = 240
MOST_PEOPLE = 10_000


@dataclass(frozen=True)
class RoomLine:
    """A good line of the table."""

    line: int
    slug: str
    name: str
    capacity: int
    fire_capacity: int
    amenities: tuple[str, ...] = ()
    step_free: bool = False
    known_as: str = ""
    floor: str = ""
    setup_minutes: int = 0
    turnover_minutes: int = 0


@dataclass(frozen=True)
class Problem:
    """Something that could not be taken: the line of the file (the heading is 1) and why."""

    line: int
    sentence: Sentence


@dataclass
class Report:
    """What an import did, or would do: slugs of rooms, and what it could not take."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(text: str) -> Iterator[RoomLine | Problem]:
    """Each line as a room or as what is wrong with it."""
    text = text.removeprefix("\ufeff")
    heading = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if heading.count(";") > heading.count(",") else ",")
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        missing = [name for name in MUST if name not in names]
        if missing:
            yield Problem(1, Sentence(N_("The heading has no column {names}."), {"names": ", ".join(missing)}))
            return
        yield from _lines(reader, names)
    except csv.Error:
        yield Problem(reader.line_num, Sentence(N_("This line cannot be read as a table; nothing after it was taken.")))


def _lines(reader: "_csv.Reader", names: list[str]) -> Iterator[RoomLine | Problem]:
    unknown = [name for name in names if name not in COLUMNS]
    if unknown:
        yield Problem(
            1, Sentence(N_("These columns mean nothing to us and were left out: {names}."), {"names": ", ".join(unknown)})
        )
    seen: set[str] = set()
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        try:
            yield _new(_line(reader.line_num, names, cells), seen)
        except Invalid as wrong:
            yield Problem(reader.line_num, wrong.sentence)


def _new(line: RoomLine, seen: set[str]) -> RoomLine:
    if line.slug in seen:
        raise Invalid(N_("{slug} is in this file twice; the first counts."), slug=line.slug)
    seen.add(line.slug)
    return line


def _line(number: int, names: list[str], cells: list[str]) -> RoomLine:
    if len(cells) != len(names):
        raise Invalid(N_("This line has {has} columns, the heading {wants}."), has=len(cells), wants=len(names))
    row = {name: " ".join(cell.split()) for name, cell in zip(names, cells, strict=True)}
    name = row["name"]
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(N_("A room needs a name of at most {most} letters."), most=LONGEST_NAME)
    capacity = _number(row["capacity"], "capacity", least=1, most=MOST_PEOPLE)
    return RoomLine(
        line=number,
        slug=_slug(row.get("slug") or name),
        name=name,
        capacity=capacity,
        fire_capacity=_number(row.get("fire_capacity") or str(capacity), "fire_capacity", least=capacity, most=MOST_PEOPLE),
        amenities=_words(row.get("amenities", "")),
        step_free=_flag(row.get("step_free", "")),
        known_as=row.get("known_as", "")[:120],
        floor=row.get("floor", "")[:40],
        setup_minutes=_number(row.get("setup_minutes") or "0", "setup_minutes", least=0, most=MOST_MINUTES),
        turnover_minutes=_number(row.get("turnover_minutes") or "0", "turnover_minutes", least=0, most=MOST_MINUTES),
    )  # fmt: skip


def _words(text: str) -> tuple[str, ...]:
    words = (word.strip().lower() for word in re.split(r"[;,|]", text))
    return tuple(dict.fromkeys(word for word in words if word))


def _slug(text: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    if not slug or len(slug) > LONGEST_SLUG:
        raise Invalid(N_("A room's address has at most {most} letters from a to z, numbers and hyphens."), most=LONGEST_SLUG)
    return slug


def _number(text: str, column: str, *, least: int, most: int) -> int:
    if not text.isascii() or not text.isdecimal() or not least <= int(text[:9]) <= most:
        raise Invalid(
            N_("{column} is a whole number from {least} to {most}, not “{text}”."),
            column=column, least=least, most=most, text=text[:40],
        )  # fmt: skip
    return int(text)


def _flag(text: str) -> bool:
    if text.lower() not in YES | NO:
        raise Invalid(N_("step_free is yes or no, not “{text}”."), text=text[:40])
    return text.lower() in YES
