"""Periodic entry points."""

from portal.directory import actions
from portal.kernel import clock


def forget_unanswered() -> None:
    """Every night: what we only noticed, and nobody said yes to, goes."""
    actions.forget_unanswered(at=clock.now())


def rekey() -> None:
    """Every few minutes: go on where a rotation of the keys stopped."""
    actions.rekey(at=clock.now())
