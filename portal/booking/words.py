"""The words of the day: what the book, its filters and its key say. Values come prepared, so the page only loops."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from portal.booking.board import Day, Occupied, Piece, Row, Start, Wish
from portal.booking.mood import Mood
from portal.booking.rules import RoomFacts
from portal.kernel.slots import Slot
from portal.kernel.words import N_
from portal.kernel.zones import local
from portal.web.formats import capital, count, hm, lasting, people
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
ASKED_FOR = ("screen", "video", "whiteboard", "step-free")
PEOPLE, MINUTES = (2, 4, 6, 8, 10), (30, 60, 90, 120)
AN_HOUR = 60


def leaf_of(room: RoomFacts) -> str:
    """The room's emblem: its namesake's, else one of the six in turn."""
    return room.slug if room.slug in LEAVES else LEAVES[room.id % len(LEAVES)]


def kit_of(room: RoomFacts) -> list[tuple[str, str]]:
    """What the room has: icon and word each."""
    has = [name for name in AMENITIES if name in room.amenities or (name == "step-free" and room.step_free)]
    more = sorted(room.amenities - AMENITIES.keys())
    return [(AMENITIES[name][0], _(AMENITIES[name][1])) for name in has] + [("tag", capital(name)) for name in more]


def seats(room: RoomFacts) -> str:
    """10 seats."""
    return _n("%(n)s seat", "%(n)s seats", room.capacity, n=room.capacity)


def length(minutes: int) -> str:
    """A length as a sentence has it: an hour."""
    known = {30: _("half an hour"), 60: _("an hour"), 90: _("an hour and a half"), 120: _("two hours")}
    return known.get(minutes) or _("%(n)s minutes", n=minutes)


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


class Addresses(NamedTuple):
    """Where the cells lead; made once for the page."""

    room: Callable[[str], str]
    booking: Callable[[str], str]
    new: str


class Pen:
    """Writes the cells of one day. Its words are translated once, not once for each cell."""

    def __init__(self, day: Day, wish: Wish, to: Addresses) -> None:
        """Look every word up."""
        self._day, self._wish, self._to = day, wish, to
        self._free = _("Free %(begin)s to %(end)s. Book %(room)s at %(begin)s")
        self._fits = _("Free %(begin)s to %(end)s, fits what you asked for. Book %(room)s at %(begin)s")
        self._from_to = _("%(begin)s to %(end)s")
        self._turn = _("%(begin)s to %(end)s, we tidy up")
        self._mine = _("%(begin)s to %(end)s, yours")
        self._held = _("%(begin)s to %(end)s, pencilled in")
        self._words = {"busy": _("Busy"), "mine": _("Your booking"), "held": _("Held")}
        self._lengths: dict[float, str] = {}

    def line(self, row: Row) -> Line:
        """A row of the book."""
        room = row.room
        chips = [self._chip(start, room) for start in row.starts]
        return Line(
            room.slug, self._to.room(room.slug), leaf_of(room), room.name, seats(room), kit_of(room),
            self._unfit(row), [self._cell(piece, room) for piece in row.pieces], chips, "" if chips else self._none(row),
        )  # fmt: skip

    def _cell(self, piece: Piece, room: RoomFacts) -> Cell:
        facts = {"begin": self._hm(piece.slot.starts_at), "end": self._hm(piece.slot.ends_at), "room": room.name}
        place = (piece.kind, piece.at, piece.span)
        if piece.of is not None:
            return Cell(*place, *self._taken(piece.of, facts))
        if piece.kind == "turn":
            return Cell(*place, "", "", "", self._turn % facts)
        says = self._fits if self._wish and "fits" in piece.kind else self._free
        return Cell(*place, self._new(room, piece.slot), "", self._lasting(piece.slot), says % facts)

    def _taken(self, of: Occupied, facts: dict[str, str]) -> tuple[str, str, str, str]:
        """Address, bold words, further words, and the sentence for those who hear it."""
        url = self._to.booking(of.key) if of.key else ""
        says = {"mine": self._mine, "held": self._held}.get(of.kind, self._from_to) % facts
        if of.kind == "busy" and not of.title:
            return url, "", of.note or self._words["busy"], says
        return url, of.title or self._words[of.kind], of.note, says

    def _chip(self, start: Start, room: RoomFacts) -> Chip:
        begins = self._hm(start.at)
        text = _("Now, to %(end)s", end=self._hm(start.until)) if start.running else begins
        return Chip(self._new(room, Slot(start.at, start.until)), text, _("in %(room)s", room=room.name), start.running)

    def _new(self, room: RoomFacts, gap: Slot) -> str:
        end = min(gap.ends_at, gap.starts_at + lasting_for(self._wish))
        return f"{self._to.new}&room={room.slug}&starts={self._hm(gap.starts_at)}&ends={self._hm(end)}"

    def _unfit(self, row: Row) -> str:
        if row.missing == "seats":
            return _("too few for %(people)s", people=count(self._wish.people))
        if row.missing == "step-free":
            return _("not step-free")
        return _("no %(thing)s", thing=thing(row.missing).lower()) if row.missing else ""

    def _none(self, row: Row) -> str:
        if not self._wish.minutes or not row.free:
            return _("Nothing is left this day.")
        return _("Not free for %(long)s in one piece.", long=length(self._wish.minutes))

    def _hm(self, moment: datetime) -> str:
        return hm(local(moment, self._day.zone))

    def _lasting(self, gap: Slot) -> str:
        seconds = gap.lasts.total_seconds()
        if seconds not in self._lengths:
            self._lengths[seconds] = lasting(gap.lasts)
        return self._lengths[seconds]
