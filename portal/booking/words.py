"""The cells of the book with their words and addresses. Values come prepared, so the page only loops."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from portal.booking.board import Piece, Row, Scale, Start, Wish
from portal.booking.grid.rules import Stretch
from portal.booking.needs.rules import WORDS as WANTS
from portal.booking.rules import Kind, RoomFacts
from portal.kernel.slots import Slot
from portal.kernel.words import N_
from portal.web.formats import capital, count, lasting
from portal.web.language import _, _n

LEAVES = ("alder", "birch", "cedar", "hazel", "rowan", "willow")
AMENITIES = {
    "screen": ("monitor", N_("Screen")),
    "video": ("video", N_("Video kit")),
    "whiteboard": ("presentation", N_("Whiteboard")),
    "hearing loop": ("ear", N_("Hearing loop")),
    "phone": ("phone", N_("Phone")),
    "soundproof": ("volume-x", N_("Soundproof")),
    "step-free": ("accessibility", N_("Step-free")),
}
AN_HOUR = timedelta(hours=1)
UNUSABLE = {Kind.MAINTENANCE: N_("Not in use"), Kind.CLOSURE: N_("Closed")}


def leaf_of(room: RoomFacts) -> str:
    """The room's emblem: its namesake's, else one of the six in turn."""
    return room.slug if room.slug in LEAVES else LEAVES[room.id % len(LEAVES)]


def kit_of(room: RoomFacts) -> list[tuple[str, str]]:
    """What the room has: icon and word each."""
    has = [name for name in AMENITIES if name in room.amenities or (name == "step-free" and room.step_free)]
    more = sorted(room.amenities - AMENITIES.keys())
    return [(AMENITIES[name][0], _(AMENITIES[name][1])) for name in has] + [("tag", capital(name)) for name in more]


def ready(wants: Iterable[str], needs: str) -> list[str]:
    """What the desk should have ready."""
    return [*(_(WANTS[want]) for want in wants if want in WANTS), *([needs] if needs else [])]


def seats(room: RoomFacts) -> str:
    """10 seats."""
    return _n("%(n)s seat", "%(n)s seats", room.capacity, n=room.capacity)


def length(minutes: int) -> str:
    """A length as a sentence has it: an hour."""
    known = {30: _("half an hour"), 60: _("an hour"), 90: _("an hour and a half"), 120: _("two hours")}
    return known.get(minutes) or _("%(n)s minutes", n=minutes)


def amenity(name: str) -> tuple[str, str]:
    """Icon and word of an amenity."""
    return (AMENITIES[name][0], _(AMENITIES[name][1])) if name in AMENITIES else ("tag", capital(name))


def named(name: str) -> str:
    """The amenity as people call it."""
    return amenity(name)[1]


# --- The cells ------------------------------------------------------------------------------------------------


class Cell(NamedTuple):
    """A slot as the page draws it."""

    kind: str
    at: int
    span: int
    url: str
    title: str
    text: str
    says: str


class Chip(NamedTuple):
    """A free start on a phone."""

    url: str
    text: str
    says: str
    now: bool


class Line(NamedTuple):
    """A row of the book."""

    slug: str
    url: str
    leaf: str
    name: str
    seats: str
    kit: list[tuple[str, str]]
    unfit: str
    slots: list[Cell]
    starts: list[Chip]
    note: str


class Entry(NamedTuple):
    """A slot as a line of the table."""

    begin: str
    end: str
    state: str
    url: str


class Told(NamedTuple):
    """A room's day as lines of the table."""

    url: str
    name: str
    entries: list[Entry]


class Addresses(NamedTuple):
    """What the cells' addresses begin with; made once for the page."""

    room: str
    booking: str
    new: str
    """With a query that tells the day."""


class Pen:
    """Writes the cells of one day. Its words are translated once, not once for each cell."""

    def __init__(self, on: Scale, wish: Wish, to: Addresses) -> None:
        """Look every word up."""
        self._on, self._wish, self._to = on, wish, to
        free = _("Free %(begin)s to %(end)s. Book %(room)s at %(begin)s")
        fits = _("Free %(begin)s to %(end)s, fits what you asked for. Book %(room)s at %(begin)s")
        self._says = {
            "free": free,
            "free fits": fits if wish else free,
            "turn": _("%(begin)s to %(end)s, we tidy up"),
            "mine": _("%(begin)s to %(end)s, yours"),
            "held": _("%(begin)s to %(end)s, pencilled in"),
            "busy": _("%(begin)s to %(end)s"),
        }
        self._until, self._until_with = _("until %(end)s"), _("until %(end)s, %(people)s people")
        self._lasts = wish.lasts or AN_HOUR
        self._busy, self._yours, self._in = _("Busy"), _("Your booking"), _("in %(room)s")
        self._lengths: dict[timedelta, str] = {}
        self._kits: dict[object, list[tuple[str, str]]] = {}

    def line(self, row: Row) -> Line:
        """A row of the book."""
        room = row.room
        chips = [self._chip(start, room) for start in row.starts]
        return Line(
            room.slug, self._to.room + room.slug, leaf_of(room), room.name, seats(room), self._kit(room), self._unfit(row),
            [self._cell(piece, room) for piece in row.pieces], chips, "" if chips else self._none(row),
        )  # fmt: skip

    def _kit(self, room: RoomFacts) -> list[tuple[str, str]]:
        """What the room has; rooms that have the same share it."""
        has = (room.amenities, room.step_free)
        if has not in self._kits:
            self._kits[has] = kit_of(room)
        return self._kits[has]

    def told(self, row: Row) -> Told:
        """The same as lines of a table."""
        names = {"free": _("Free"), "turn": _("We tidy up")}
        cells = [(piece, self._cell(piece, row.room)) for piece in row.pieces]
        entries = [
            Entry(
                self._hm(piece.slot.starts_at), self._hm(piece.slot.ends_at),
                names.get(piece.kind.split()[0]) or ", ".join(part for part in (cell.title, cell.text) if part), cell.url,
            )
            for piece, cell in cells
        ]  # fmt: skip
        return Told(self._to.room + row.room.slug, row.room.name, entries)

    def _cell(self, piece: Piece, room: RoomFacts) -> Cell:
        slot, kind = piece.slot, piece.kind.removesuffix(" live").removesuffix(" gone")
        facts = {"begin": self._hm(slot.starts_at), "end": self._hm(slot.ends_at), "room": room.name}
        url, title, text = "", "", ""
        if piece.of is not None:
            url = self._to.booking + piece.of.booking if piece.of.booking else ""
            title, text = self._taken(piece.of, kind, facts["end"])
        elif kind != "turn":
            url, text = self._new(room, slot), self._lasting(slot)
        return Cell(piece.kind, piece.at, piece.span, url, title, text, self._says[kind] % facts)

    def _taken(self, of: Stretch, kind: str, end: str) -> tuple[str, str]:
        """The bold words and the further ones."""
        if of.kind in UNUSABLE:
            return "", _(UNUSABLE[of.kind])
        if kind == "busy":
            return of.who, of.title or ("" if of.who else self._busy)
        held = _("Held for you") if of.is_mine else _("Held")
        title = held if kind == "held" else of.title or self._yours
        until = self._until_with if of.people > 1 else self._until
        return title, until % {"end": end, "people": of.people}

    def _chip(self, start: Start, room: RoomFacts) -> Chip:
        begins = self._hm(start.at)
        text = _("Now, to %(end)s", end=self._hm(start.until)) if start.running else begins
        return Chip(self._new(room, Slot(start.at, start.until)), text, self._in % {"room": room.name}, start.running)

    def _new(self, room: RoomFacts, gap: Slot) -> str:
        """The form at the gap's start; as long as was asked for, an hour otherwise, where that much is free."""
        end = min(gap.ends_at, gap.starts_at + self._lasts)
        return f"{self._to.new}&room={room.slug}&starts={self._hm(gap.starts_at)}&ends={self._hm(end)}"

    def _unfit(self, row: Row) -> str:
        if row.missing == "seats":
            return _("too few for %(people)s", people=count(self._wish.people))
        if row.missing == "step-free":
            return _("not step-free")
        return _("no %(thing)s", thing=named(row.missing).lower()) if row.missing else ""

    def _none(self, row: Row) -> str:
        if not row.free:
            return _("Nothing is left that day.")
        return _("Nothing free for %(long)s in one piece.", long=length(self._wish.minutes))

    def _hm(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._on.zone):%H:%M}"

    def _lasting(self, gap: Slot) -> str:
        lasts = gap.lasts
        if lasts not in self._lengths:
            self._lengths[lasts] = lasting(lasts)
        return self._lengths[lasts]
