"""Until when staff may say yes; pure."""

from datetime import datetime, timedelta

A_FAIR_CHANCE = timedelta(hours=1)
"""So long staff have at least, when there is so long until it begins."""
AT_THE_DOOR = timedelta(minutes=15)
"""So long they have for what begins at once."""


def lapses_at(starts_at: datetime, before: timedelta, *, at: datetime) -> datetime:
    """When a booking asked for now lapses: so long before it begins, but not before the house had a fair chance to answer."""
    return max(starts_at - before, min(at + A_FAIR_CHANCE, starts_at), at + AT_THE_DOOR)
