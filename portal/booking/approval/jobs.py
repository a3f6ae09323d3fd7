"""What the timetable runs."""

from portal.booking.approval import actions, queries
from portal.kernel import clock


def lapse_pencilled() -> None:
    """Every minute: what staff have not said yes to in time is free again."""
    now = clock.now()
    for booking in queries.overdue(now):
        actions.lapse(booking, at=now)
