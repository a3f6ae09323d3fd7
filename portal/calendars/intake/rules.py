"""What a calendar file asks for: entries read one by one, each a number of bookings wanted or a reason why not; pure."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from portal.calendars.intake.series import Dates, dates
from portal.calendars.intake.when import Misfit, Span, Zones, as_utc, moments, span
from portal.house.rules import Hours
from portal.ical.lines import one_line
from portal.ical.reading import Entry, File
from portal.kernel.errors import Invalid
from portal.kernel.slots import Slot
from portal.kernel.words import N_, Sentence
from portal.kernel.zones import day_bounds

LARGEST_FILE = 1024 * 1024
MOST_EVENTS = 2000
SECONDS = 2.0
LONGEST_KEY = 200
LOOK_BACK = timedelta(days=90)
"""Of a series, dates up to as long ago as the portal's own feeds reach."""


@dataclass(frozen=True)
class Wanted:
    """One booking that the file asks for."""

    key: str
    """Always the same for the same date of the same entry: a second import knows it by this."""
    title: str
    room: str
    member: str
    slot: Slot
    is_private: bool = False


@dataclass(frozen=True)
class Missed:
    """Something of the file that can be no booking, and why; `on` which date, if it is one of several."""

    title: str
    reason: Sentence
    on: date | None = None


@dataclass(frozen=True)
class Remark:
    """Something that was taken otherwise than it stands in the file."""

    title: str
    said: Sentence


Found = Wanted | Missed | Remark


@dataclass
class Reading:
    """The state of reading one file: what has been seen, and whether there is time left."""

    file: File
    hours: Hours
    now: datetime
    out_of_time: Callable[[], bool] = lambda: False
    _uids: set[str] = field(default_factory=set)

    @property
    def zones(self) -> Zones:
        """The house's zone and what the file calls its own."""
        return Zones(self.hours.zone, self.file.zone_names)

    def found(self) -> Iterator[Found]:
        """Everything in the file, in its order: bookings wanted, what cannot be one, remarks."""
        self._uids.clear()
        moved = self._moved()
        for entry in self.file.entries:
            try:
                if self.out_of_time():
                    raise Misfit(N_("Reading the file took too long. Import the rest as a file of its own."))
                yield from self._of(entry, moved)
            except Invalid as misfit:
                yield Missed(title_of(entry), misfit.sentence)

    def _moved(self) -> dict[str, set[datetime]]:
        """The dates of series that stand in the file as entries of their own, by UID."""
        moved: dict[str, set[datetime]] = {}
        for entry in self.file.entries:
            try:
                for each in moments(entry.all("RECURRENCE-ID"), self.zones):
                    moved.setdefault(entry.text("UID"), set()).add(as_utc(each, self.zones))
            except Misfit:
                continue  # it is said when the entry's turn comes
        return moved

    def _of(self, entry: Entry, moved: dict[str, set[datetime]]) -> Iterator[Found]:
        self._refuse(entry)
        when = span(entry, self.zones)
        given = dates(entry, when, self.zones, since=self.now - LOOK_BACK)
        alone = not entry.all("RRULE") and not entry.all("RDATE")
        elsewhere = set() if entry.first("RECURRENCE-ID") else moved.get(entry.text("UID"), set())
        yield from _remarks(entry, given)
        for wall in given.walls:
            if as_utc(when.starts.moved(wall), self.zones) not in elsewhere:
                yield from self._date(entry, when, wall, self._key(entry, when, None if alone else wall))
        if given.cut_after:
            said = N_("It goes on for longer than the portal takes: the dates after {last} are left out.")
            yield Missed(title_of(entry), Sentence(said, {"last": given.cut_after.date()}))

    def _refuse(self, entry: Entry) -> None:
        """Raise Misfit for what is not meant to take a room, and for what the file has said already."""
        if not entry.is_whole:
            raise Misfit(N_("The file breaks off in the middle of it."))
        if entry.text("STATUS").upper() == "CANCELLED":
            raise Misfit(N_("It is cancelled."))
        if entry.text("TRANSP").upper() == "TRANSPARENT":
            raise Misfit(N_("It is marked as free time, so it takes no room."))
        found = entry.first("RECURRENCE-ID")
        if found and "RANGE" in found.params:
            raise Misfit(N_("It moves every later date of a series at once. Move them in the portal."))
        uid = entry.text("UID") + (found.value if found else "")
        if uid and uid in self._uids:
            raise Misfit(N_("Another entry of the file has the same UID."))
        self._uids.add(uid)

    def _key(self, entry: Entry, when: Span, wall: datetime | None) -> str:
        named = entry.text("UID") or _content(entry)
        date = moments(entry.all("RECURRENCE-ID"), self.zones)
        if date:
            named += f"#{as_utc(date[0], self.zones):%Y%m%dT%H%M%SZ}"
        elif wall is not None:
            named += f"#{as_utc(when.starts.moved(wall), self.zones):%Y%m%dT%H%M%SZ}"
        return named if len(named) <= LONGEST_KEY else hashlib.sha256(named.encode()).hexdigest()

    def _date(self, entry: Entry, when: Span, wall: datetime, key: str) -> Iterator[Found]:
        wanted = Wanted(
            key, title_of(entry), place_of(entry), organizer_of(entry), NOWHEN, entry.text("CLASS").upper() in PRIVATE
        )  # fmt: skip
        if when.starts.is_day:
            yield from self._days(wanted, when, wall)
            return
        try:
            begins = when.starts.moved(wall).instant(self.hours.zone)
            ends = when.starts.moved(wall + when.lasts).instant(self.hours.zone)
        except Invalid as skipped:
            yield Missed(wanted.title, skipped.sentence, wall.date())
            return
        yield replace(wanted, slot=Slot(begins, ends))

    def _days(self, wanted: Wanted, when: Span, wall: datetime) -> Iterator[Found]:
        """A day without times takes the room for its opening hours; a closed one is asked for whole, to be refused."""
        for number, day in enumerate(when.days(wall)):
            open_for = self.hours.slots(day)
            slot = Slot(open_for[0].starts_at, open_for[-1].ends_at) if open_for else Slot(*day_bounds(day, self.hours.zone))
            yield replace(wanted, key=f"{wanted.key}+{number}", slot=slot)


PRIVATE = frozenset({"PRIVATE", "CONFIDENTIAL"})
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
NOWHEN = Slot(_EPOCH, _EPOCH + timedelta(hours=1))


def _remarks(entry: Entry, given: Dates) -> Iterator[Remark]:
    title = title_of(entry)
    if entry.text("STATUS").upper() == "TENTATIVE":
        yield Remark(title, Sentence(N_("It is tentative there, and booked here: the other system kept the room for it.")))
    if (start := entry.first("DTSTART")) and "T" not in start.value:
        yield Remark(title, Sentence(N_("It has no times, so each of its days takes the room for the opening hours.")))
    if given.over:
        yield Remark(title, Sentence(N_("{number} of its dates are over and were left out."), {"number": given.over}))


def title_of(entry: Entry) -> str:
    """What it is called."""
    return one_line(entry.text("SUMMARY"))


def place_of(entry: Entry) -> str:
    """Where it is, as the other system calls the room."""
    return one_line(entry.text("LOCATION"))


def organizer_of(entry: Entry) -> str:
    """Whose it is, by e-mail address."""
    found = entry.first("ORGANIZER")
    if found is None:
        return ""
    value = found.value.strip()
    address = value[7:] if value.lower().startswith("mailto:") else found.params.get("EMAIL", value)
    return address.strip().casefold()


def _content(entry: Entry) -> str:
    """A name for an entry without a UID, made of what it says; not of when the file was written."""
    said = [f"{each.name}={each.value}" for each in entry.properties if each.name not in {"DTSTAMP", "LAST-MODIFIED", "CREATED"}]
    return "content:" + hashlib.sha256("\n".join(sorted(said)).encode()).hexdigest()[:40]


def is_the_room(said: str, *, name: str, slug: str, known_as: str) -> bool:
    """Whether these words mean the room: its name or slug, perhaps after a slash or before a comma, or its old name."""
    words = said.casefold().strip()
    told = {words, words.rpartition("/")[2].strip(), words.partition(",")[0].strip()}
    return bool(told & {name.casefold(), slug.casefold()}) or (bool(known_as) and words == known_as.casefold().strip())
