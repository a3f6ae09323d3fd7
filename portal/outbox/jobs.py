"""What the timetable runs."""

from portal.outbox import delivery


def deliver() -> None:
    """Send the letters that are due."""
    delivery.deliver_due()
