"""What can be done with a stay right now, as its ticket shows it."""

from datetime import datetime
from typing import NamedTuple

from portal.booking import policy
from portal.booking.attendance import queries
from portal.booking.attendance.rules import Visit
from portal.booking.models import Booking
from portal.booking.rules import Status
from portal.members.models import Member
from portal.web.formats import count, hm
from portal.web.language import _

OFFERED = 2
SOME_STRIKES = 2


class Deeds(NamedTuple):
    """The buttons of a ticket, and a sentence above them."""

    public_id: str
    check_in: bool
    end: bool
    longer: tuple[tuple[str, str], ...]
    """Until when it can be made longer: as a form says it, and as people do."""
    says: str

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.check_in or self.end or self.says)


def deeds(booking: Booking, viewer: Member, now: datetime) -> Deeds:
    """What this viewer can do with it now."""
    visit, zone = queries.visit_of(booking), booking.room.location.zone
    is_theirs = policy.can_see(viewer, booking)
    running = is_theirs and visit.is_running(now)
    ends = queries.longer(booking, now=now)[:OFFERED] if running else []
    asked = bool(visit.kept_for) and is_theirs and visit.is_open(now)
    longer = tuple((hm(end, zone), _("Until %(time)s", time=hm(end, zone))) for end in ends)
    return Deeds(booking.public_id, asked, running, longer, _says(booking, visit, now))


def _says(booking: Booking, visit: Visit, now: datetime) -> str:
    zone = booking.room.location.zone
    if visit.is_checked_in and booking.status == Status.CONFIRMED:
        return _("Checked in.") if now < visit.slot.ends_at else ""
    if visit.is_expected and visit.is_open(now):
        return _("Check in by %(time)s, else the room is passed on.", time=hm(visit.passed_on_at, zone))
    if visit.is_expected and booking.status == Status.CONFIRMED and now < visit.opens_at:
        return _("Check-in opens at %(time)s.", time=hm(visit.opens_at, zone))
    return ""


def strikes(booking: Booking, viewer: Member, now: datetime) -> str:
    """For the desk: that it is not the first time; empty for everybody else."""
    if not viewer.is_staff or booking.status != Status.RELEASED:
        return ""
    found = queries.strikes_of(booking.member, now=now)
    return _("Nobody came %(times)s times in three months. A word may help.", times=count(found)) if found >= SOME_STRIKES else ""
