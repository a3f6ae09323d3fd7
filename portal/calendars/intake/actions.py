"""Place what a calendar file asks for, entry by entry; a refused one is listed and the next one tried."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from time import monotonic

from portal.booking import actions as bookings
from portal.booking.queries import rooms_of
from portal.booking.rules import Ask, Privacy, Refused, Taken
from portal.calendars.intake.rehearsal import Rehearsal
from portal.calendars.intake.report import Listed, Report
from portal.calendars.intake.rules import LARGEST_FILE, MOST_EVENTS, SECONDS, Missed, Reading, Remark, Wanted, is_the_room
from portal.calendars.intake.when import Misfit
from portal.db.base import db
from portal.house.models import Location
from portal.house.queries import hours_of
from portal.ical.reading import File, read
from portal.kernel.errors import Invalid, PortalError, TooLarge
from portal.kernel.words import N_, Sentence
from portal.kernel.zones import local
from portal.members.models import Member
from portal.members.queries import member_by_email
from portal.web.formats import day_full, hm
from portal.web.language import _
from portal.web.say import say

# The guard speaks to somebody who is booking; nobody is, here.
TAKEN = N_("{room} is taken from {starts} to {ends}.")
SAID_TO_SOMEBODY = frozenset({"Someone took {wanted} a moment before you.", "You have {room} already, from {starts} to {ends}."})

Place = Callable[..., object | None]


def import_bookings(data: bytes, location: Location, *, dry_run: bool, at: datetime, outside_hours: bool = False) -> Report:
    """Place the file's bookings in this location's rooms; on a dry run only say what would become of each.

    Each date is known by its entry's UID, so a second import changes nothing. Raises TooLarge, or Invalid when this
    is no calendar file; a single entry never raises.
    """
    file = taken_apart(data)
    out_of_time = partial(_is_over, monotonic() + SECONDS)
    found = list(Reading(file, hours_of(location), at, out_of_time).found())
    place: Place = Rehearsal().place if dry_run else bookings.place_imported
    desk = _Desk(location, partial(place, at=at, outside_hours=outside_hours), Report(dry_run))
    for each in found:
        desk.take(each)
    return desk.report


def taken_apart(data: bytes) -> File:
    """The file, read. Raises TooLarge or Invalid."""
    if len(data) > LARGEST_FILE:
        raise TooLarge(N_("The file is larger than {size} MiB. Export a shorter time, and import it in parts."), size=1)
    file = read(data)
    if not file.is_calendar:
        raise Invalid(N_("This is no calendar file: it has no BEGIN:VCALENDAR."))
    if len(file.entries) > MOST_EVENTS:
        raise TooLarge(N_("The file has {number} entries; at most {most} can be taken at once."),
                       number=len(file.entries), most=MOST_EVENTS)  # fmt: skip
    return file


def _is_over(end: float) -> bool:
    return monotonic() > end


@dataclass(frozen=True)
class _Names:
    """A room by the names it may have in a file."""

    slug: str
    name: str
    known_as: str


class _Desk:
    """Takes what was found in the file, one after the other, and keeps the report."""

    def __init__(self, location: Location, place: Place, report: Report) -> None:
        # Plain values: each transaction reads tables anew, and the names need not be.
        self._zone = location.zone
        self._rooms = [_Names(room.slug, room.name, room.known_as) for room in rooms_of(location)]
        self._members: dict[str, int] = {}
        self._place = place
        self.report = report

    def take(self, found: Wanted | Missed | Remark) -> None:
        """Place it, or list it."""
        if isinstance(found, Remark):
            self.report.remarks.append(Listed(found.title, say(found.said), (found.title, found.said.message)))
        elif isinstance(found, Missed):
            self._list(_named(found.title, found.on), found.title, found.reason)
        else:
            self._try(found)

    def _try(self, wanted: Wanted) -> None:
        starts_at = local(wanted.slot.starts_at, self._zone)
        what = f"{_named(wanted.title, starts_at)}, {hm(starts_at)}"
        try:
            room, member = self._room(wanted.room), self._member(wanted.member)
            privacy = Privacy.HIDDEN if wanted.is_private else Privacy.BUSY
            ask = Ask(room=room.slug, slot=wanted.slot, title=wanted.title, privacy=privacy)
            placed = self._place(ask, for_=member, imported_key=wanted.key)
        except PortalError as refusal:
            self.report.outside_hours += _is_about_hours(refusal)
            self._list(what, wanted.title, _in_a_report(refusal))
        else:
            (self.report.done if placed else self.report.unchanged).append(what)

    def _room(self, said: str) -> _Names:
        for room in self._rooms:
            if is_the_room(said, name=room.name, slug=room.slug, known_as=room.known_as):
                return room
        if not said:
            raise Misfit(N_("It says no room."))
        raise Misfit(N_("No room is called “{room}” here. Give the room that name under “known as” and import again."), room=said)

    def _member(self, address: str) -> Member:
        if address in self._members:
            return db.session.get_one(Member, self._members[address])
        found = member_by_email(address) if address else None
        if found is None or found.has_left:
            sentence = N_("No member has the address {address}.") if address else N_("It does not say whose it is.")
            raise Misfit(sentence, address=address)
        self._members[address] = found.id
        return found

    def _list(self, what: str, title: str, reason: Sentence) -> None:
        self.report.not_placed.append(Listed(what, say(reason), (title, reason.message)))


def _named(title: str, on: date | None) -> str:
    title = title or _("An entry without a title")
    return f"{title}, {day_full(on)}" if on else title


def _is_about_hours(refusal: PortalError) -> bool:
    return isinstance(refusal, Refused) and {objection.rule for objection in refusal.objections} == {"hours"}


def _in_a_report(refusal: PortalError) -> Sentence:
    """The reason to list: of several objections the one that nobody can bend."""
    said = refusal.sentence
    if isinstance(refusal, Taken) and said.message in SAID_TO_SOMEBODY:
        return Sentence(TAKEN, said.facts)
    if isinstance(refusal, Refused):
        return next((each.sentence for each in refusal.objections if not each.bendable), said)
    return said
