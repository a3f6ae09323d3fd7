"""Fill an empty database with the demo house; freshen one that has grown old."""

from datetime import datetime, timedelta

from portal.booking.groups.actions import gather
from portal.booking.groups.rules import GroupPlan
from portal.demo.bookings import by_hand, empty_days, long_ago, take_rooms, three_weeks
from portal.demo.care import take_care, tell_and_remember
from portal.demo.house import open_houses, plan_a_closure
from portal.demo.people import NEWCOMERS, move_in
from portal.demo.requests import ask_and_answer
from portal.demo.series import repeat
from portal.demo.waiting import ask_for_a_yes, get_in_line
from portal.house.queries import locations
from portal.kernel.zones import local_date
from portal.members.models import Role
from portal.members.queries import present_members

FOUNDED_AGO = timedelta(days=900)
AT_MILL_LANE = 40
LATEST = 23
ADA = "ada@grove.example"


def fill(*, at: datetime) -> None:
    """The whole house, as it stands at this moment."""
    founded_at = at - FOUNDED_AGO
    houses = open_houses(at=founded_at)
    today = local_date(at, houses[0].zone)
    cast = move_in(today=today, at=founded_at)
    # Ada and the newcomers have not booked yet: a first booking is still to come, and with it a note by hand.
    settled = [cast.ben, *(member for number, member in enumerate(cast.others) if number not in NEWCOMERS)]
    long_ago(houses[0], settled, at=at)
    for house, members in zip(houses, (settled[:AT_MILL_LANE], settled[AT_MILL_LANE:]), strict=True):
        take_rooms(house, members, three_weeks(local_date(at, house.zone)), at=at)
    ask_and_answer(cast, at=at)
    by_hand(houses[0], (cast.ben, cast.others[LATEST]), at=at)
    ask_for_a_yes(settled[-1], at=at)
    get_in_line(houses[0], cast.ben, at=at)
    repeat(houses[0], cast.ben, at=at)
    tell_and_remember(cast, today=today, at=at)
    take_care(cast, today=today, at=at)
    plan_a_closure(houses[0], today)
    gather(GroupPlan("Small rooms", ("birch", "hazel", "willow")), by=cast.max, at=at)


def freshen(*, at: datetime) -> None:
    """Book the days that have come into sight since; what was done in the house stays."""
    members = [member for member in present_members() if member.role == Role.MEMBER and member.email != ADA]
    for house in locations():
        take_rooms(house, members, empty_days(house, at=at), at=at)
