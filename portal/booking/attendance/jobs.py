"""Periodic entry points."""

from contextlib import suppress

from portal.booking.attendance import actions, queries
from portal.kernel import clock
from portal.kernel.errors import Conflict


def remind_of_check_in() -> None:
    """Every minute: a letter a quarter of an hour before, where one has to check in."""
    now = clock.now()
    for booking in queries.to_remind(now):
        with suppress(Conflict):
            actions.remind(booking, at=now)


def release_no_shows() -> None:
    """Every minute: pass on the rooms to which nobody came. One that changes just now is looked at again in a minute."""
    now = clock.now()
    for booking in queries.missed(now):
        with suppress(Conflict):
            actions.release(booking, at=now)
