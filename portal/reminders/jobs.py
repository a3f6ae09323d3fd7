"""Periodic entry points."""

from portal.kernel import clock
from portal.reminders import actions


def suggest_touches() -> None:
    """Every minute: what has happened, and what comes back today."""
    actions.suggest(at=clock.now())
    actions.wake(at=clock.now())
