"""A series in the demo house: a weekly hour late in the day, without the dates that are closed or taken."""

from datetime import datetime, time, timedelta

from portal.booking.rules import Ask
from portal.booking.series import actions
from portal.booking.series.plan import Choice, Draft
from portal.booking.series.queries import lines
from portal.booking.series.rules import read, slot_on
from portal.house.models import Location
from portal.kernel.zones import local_date
from portal.members.models import Member

WEEKLY, FIRST_IN, HOUR = "FREQ=WEEKLY;COUNT=6", timedelta(days=2), timedelta(hours=1)
SATURDAY = 5


def repeat(location: Location, member: Member, *, at: datetime) -> None:
    """Once a week from the day after tomorrow on, or from the Monday after it; dates that are closed or taken are left out."""
    first = local_date(at, location.zone) + FIRST_IN
    first += timedelta(days=7 - first.weekday()) if first.weekday() >= SATURDAY else timedelta(0)
    # The last hour of the day, when the small room is nearly always free.
    ask = Ask(room="willow", slot=slot_on(first, time(18), HOUR, location.zone), title="Figures of the week", people=2)
    draft = Draft(ask, first, read(WEEKLY, first), location.zone)
    seen = lines(draft, by=member, at=at)
    choices = {line.on: Choice() for line in seen if not line.is_free}
    free = [line.on for line in seen if line.is_free]
    if free:
        actions.book(Draft(ask, first, draft.pattern, location.zone, choices), by=member, at=at)
