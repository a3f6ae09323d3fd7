"""Wall clocks and instants: the only place where one becomes the other."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.kernel.errors import Invalid
from portal.kernel.words import N_

MIDNIGHT = time(0)


class SkippedTime(Invalid):
    """A wall-clock time that the clocks jump over in spring."""

    default = N_("The clocks go forward that night: {time} does not exist. Choose {next} or later.")


def instant(day: date, clock_time: time, zone: ZoneInfo) -> datetime:
    """The instant a wall clock in `zone` shows this day and time, in UTC.

    A time the clocks skip in spring does not exist, so it raises SkippedTime;
    of a time they show twice in autumn, the first is meant.
    """
    wall = datetime.combine(day, clock_time, zone)
    moment = wall.astimezone(UTC)
    back = moment.astimezone(zone)
    if back.replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise SkippedTime(time=clock_time, next=_after_gap(wall))
    return moment


def _after_gap(wall: datetime) -> time:
    """The first quarter of an hour on the wall clock after the gap that `wall` falls into."""
    probe = wall.replace(minute=0)
    while probe.astimezone(UTC).astimezone(wall.tzinfo).replace(tzinfo=None) != probe.replace(tzinfo=None):
        probe += timedelta(minutes=15)
    return probe.time()


def instant_shifted(day: date, clock_time: time, zone: ZoneInfo) -> datetime:
    """Like `instant`, but a skipped time moves to the first that exists: for a day's edges, never for a booking."""
    return datetime.combine(day, clock_time, zone).astimezone(UTC)


def is_repeated(day: date, clock_time: time, zone: ZoneInfo) -> bool:
    """Whether the clocks show this time twice that day, so that a form should say which is meant."""
    wall = datetime.combine(day, clock_time, zone)
    first, second = wall.replace(fold=0).astimezone(UTC), wall.replace(fold=1).astimezone(UTC)
    return first < second


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """The same instant as the wall clock in `zone` shows it."""
    return moment.astimezone(zone)


def local_date(moment: datetime, zone: ZoneInfo) -> date:
    """The date in `zone` at this instant."""
    return moment.astimezone(zone).date()


def day_bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The instants at which this date begins and ends in `zone`: 23, 24 or 25 hours apart, half an hour off in Lord Howe."""
    return instant_shifted(day, MIDNIGHT, zone), instant_shifted(day + timedelta(days=1), MIDNIGHT, zone)
