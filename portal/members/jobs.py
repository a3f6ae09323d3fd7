"""Periodic entry points."""

from portal.kernel import clock
from portal.members import actions, audit


def seal_audit_log() -> None:
    """Every minute: chain what was noted."""
    audit.seal(clock.now())


def tidy() -> None:
    """Every night: forget old tries and sessions."""
    actions.tidy(at=clock.now())
