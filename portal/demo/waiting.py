"""A room that needs a yes, somebody who asks for it, and somebody in line for a room that is taken."""

from datetime import datetime, time, timedelta

from portal.booking.actions import book
from portal.booking.queries import bookings_between, room
from portal.booking.rules import Ask
from portal.booking.waitlist.actions import join
from portal.booking.waitlist.rules import Wish
from portal.db.unit import transaction
from portal.demo.bookings import SATURDAY, three_weeks
from portal.house.models import Location
from portal.kernel.slots import Slot
from portal.kernel.zones import day_bounds, instant, local_date
from portal.members.models import Member

WITH_A_YES = "maple"


def ask_for_a_yes(member: Member, *, at: datetime) -> None:
    """Maple needs one; late in the day it is always free."""
    with transaction():
        maple = room(WITH_A_YES)
        maple.needs_approval = True
    zone = maple.location.zone
    today = local_date(at, zone)
    day = next(day for day in three_weeks(today) if day > today + timedelta(days=1) and day.weekday() < SATURDAY)
    slot = Slot(instant(day, time(17, 30), zone), instant(day, time(18, 30), zone))
    book(Ask(room=WITH_A_YES, slot=slot, title="Investor evening", people=10), by=member, at=at)


def get_in_line(location: Location, member: Member, *, at: datetime) -> None:
    """Wait for what somebody else has in Alder, on the next day on which anybody has."""
    tomorrow = day_bounds(local_date(at, location.zone), location.zone)[1]
    found = bookings_between(location, tomorrow, tomorrow + timedelta(days=7))
    taken = next(each for each in found if each.room.slug == "alder" and each.member_id != member.id)
    ask = Ask(room="alder", slot=taken.slot, title="Chart table", people=5)
    join(Wish(ask=ask, lasts=taken.slot.lasts), by=member, at=at)
