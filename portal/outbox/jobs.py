"""What the timetable runs."""

from datetime import timedelta

from portal.db import once
from portal.db.unit import transaction
from portal.kernel import clock
from portal.outbox import delivery

A_WEEK = timedelta(days=7)


def deliver() -> None:
    """Send the letters that are due."""
    delivery.deliver_due()


def forget_forms() -> None:
    """Every night: forget which forms were sent more than a week ago."""
    with transaction():
        once.forget(before=clock.now() - A_WEEK)
