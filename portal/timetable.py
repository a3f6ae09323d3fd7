"""When the worker runs what.

Every job may run twice, or late: it looks at the tables, does what is to be done, and a second worker finds nothing left.
A time that passed while no worker ran is made up once, as soon as one starts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.booking.approval import jobs as approval_jobs
from portal.booking.attendance import jobs as attendance_jobs
from portal.booking.waitlist import jobs as waitlist_jobs
from portal.directory import jobs as directory_jobs
from portal.kernel.zones import instant_shifted, local_date
from portal.members import jobs as member_jobs
from portal.outbox import jobs as outbox_jobs
from portal.reminders import jobs as reminder_jobs

Job = Callable[[], None]


@dataclass(frozen=True, kw_only=True)
class Every:
    """Every so many minutes."""

    minutes: int
    run: Job

    def due(self, now: datetime, _zone: ZoneInfo) -> datetime:
        """The latest time this was to run."""
        step = self.minutes * 60
        return datetime.fromtimestamp(int(now.timestamp()) // step * step, UTC)


@dataclass(frozen=True, kw_only=True)
class Daily:
    """Once a day, when the house's clock shows this time; a time the clocks skip moves to the first after."""

    at: str
    run: Job

    def due(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The latest time this was to run."""
        today = local_date(now, zone)
        here = self._on(today, zone)
        return here if here <= now else self._on(today - timedelta(days=1), zone)

    def _on(self, day: date, zone: ZoneInfo) -> datetime:
        return instant_shifted(day, time.fromisoformat(self.at), zone)


TIMETABLE: tuple[Every | Daily, ...] = (
    Every(minutes=1, run=outbox_jobs.deliver),
    Every(minutes=1, run=approval_jobs.lapse_pencilled),
    Every(minutes=1, run=waitlist_jobs.tend_waitlist),
    Every(minutes=1, run=attendance_jobs.remind_of_check_in),
    Every(minutes=1, run=attendance_jobs.release_no_shows),
    Every(minutes=1, run=member_jobs.seal_audit_log),
    Every(minutes=1, run=reminder_jobs.suggest_touches),
    Every(minutes=5, run=directory_jobs.rekey),
    Daily(at="03:10", run=member_jobs.tidy),
    Daily(at="03:20", run=outbox_jobs.forget_forms),
    Daily(at="03:30", run=directory_jobs.forget_unanswered),
)


def name_of(run: Job) -> str:
    """Feature and job: "outbox.deliver"."""
    return f"{run.__module__.split('.')[1]}.{run.__name__}"
