"""The tests' clock: it stands still unless a test moves it."""

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.kernel import clock

LONDON = ZoneInfo("Europe/London")
START = datetime(2026, 3, 10, 9, 0, tzinfo=LONDON).astimezone(UTC)
"""Tuesday, an hour's bookings before lunch, three weeks before the clocks change."""


class StillClock:
    """`at("2026-03-29 00:30")` sets it, `at.later(minutes=5)` moves it, `at.now` reads it."""

    def __init__(self, stack: ExitStack) -> None:
        """Stop at START; what `stack` unwinds lets the clock go again."""
        self._stack = stack
        self.now = self(START)

    def __call__(self, when: datetime | str, zone: ZoneInfo = LONDON) -> datetime:
        """Stop at this instant; words are the wall clock in `zone`."""
        moment = datetime.fromisoformat(when) if isinstance(when, str) else when
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone)
        self.now = moment.astimezone(UTC)
        self._stack.enter_context(clock.freeze(self.now))
        return self.now

    def later(self, **passed: float) -> datetime:
        """Let time pass: `later(minutes=5)`."""
        return self(self.now + timedelta(**passed))
