"""iCalendar text of other systems, read event by event, so that a broken one never costs the others."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_FOLD = re.compile(rb"(?:\r\n|\r|\n)[ \t]")
_END = re.compile(rb"\r\n|\r|\n")
_VALUE = r'(?:"[^"]*"|[^";:,]*)'
_PARAM = rf"[A-Za-z0-9-]+={_VALUE}(?:,{_VALUE})*"
_LINE = re.compile(rf"([A-Za-z0-9-]+)((?:;{_PARAM})*):(.*)", re.DOTALL)
_ONE_PARAM = re.compile(rf";([A-Za-z0-9-]+)=({_VALUE}(?:,{_VALUE})*)")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True)
class Property:
    """One content line."""

    name: str
    value: str
    params: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The value of a TEXT property without its escapes."""
        return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)


@dataclass(frozen=True)
class Entry:
    """One VEVENT as it stands in the file; `is_whole` unless the file broke off inside it."""

    properties: tuple[Property, ...]
    is_whole: bool = True

    def all(self, name: str) -> list[Property]:
        """Every property of this name."""
        return [each for each in self.properties if each.name == name]

    def first(self, name: str) -> Property | None:
        """The first property of this name."""
        return next(iter(self.all(name)), None)

    def text(self, name: str) -> str:
        """The first property's words; none if there is no such property."""
        found = self.first(name)
        return found.text.strip() if found else ""


@dataclass(frozen=True)
class File:
    """A calendar file: its events in order, and what its own zones are called in the IANA's list, where it says so."""

    entries: list[Entry]
    zone_names: dict[str, str]
    is_calendar: bool


def read(data: bytes) -> File:
    """Take the file apart; nothing in it raises."""
    entries: list[Entry] = []
    zone_names: dict[str, str] = {}
    is_calendar = False
    for name, properties, is_whole in _components(data):
        is_calendar = is_calendar or name == "VCALENDAR"
        if name == "VEVENT":
            entries.append(Entry(tuple(properties), is_whole))
        elif name == "VTIMEZONE":
            said = {each.name: each.value for each in properties}
            if "TZID" in said and "X-LIC-LOCATION" in said:
                zone_names[said["TZID"]] = said["X-LIC-LOCATION"]
    return File(entries, zone_names, is_calendar)


def _components(data: bytes) -> Iterator[tuple[str, list[Property], bool]]:
    """Each component with its own properties, at its end; one that never ends is given as not whole."""
    open_ones: list[tuple[str, list[Property]]] = []
    for each in _properties(data):
        word = each.value.strip().upper()
        if each.name == "BEGIN":
            if word == "VEVENT":
                yield from _broken_off(open_ones, "VEVENT")
            open_ones.append((word, []))
        elif each.name == "END":
            if any(name == word for name, _ in open_ones):
                yield from _closed(open_ones, word)
        elif open_ones:
            open_ones[-1][1].append(each)
    yield from ((name, properties, False) for name, properties in open_ones)


def _broken_off(open_ones: list[tuple[str, list[Property]]], name: str) -> Iterator[tuple[str, list[Property], bool]]:
    """Everything from an open component of this name on, which the file forgot to end."""
    while any(each == name for each, _ in open_ones):
        yield (*open_ones.pop(), False)


def _closed(open_ones: list[tuple[str, list[Property]]], word: str) -> Iterator[tuple[str, list[Property], bool]]:
    while open_ones:
        name, properties = open_ones.pop()
        yield name, properties, name == word
        if name == word:
            return


def _properties(data: bytes) -> Iterator[Property]:
    # Unfolded as bytes: some systems fold inside a letter.
    for raw in _END.split(_FOLD.sub(b"", data.removeprefix(b"\xef\xbb\xbf"))):
        found = _LINE.fullmatch(_decoded(raw))
        if found:
            params = {name.upper(): value.replace('"', "") for name, value in _ONE_PARAM.findall(found[2])}
            yield Property(found[1].upper(), found[3], params)


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
