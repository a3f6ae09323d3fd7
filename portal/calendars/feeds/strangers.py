"""Who asks for addresses that do not exist: counted per network address, in this process only, forgotten within minutes."""

from collections import Counter
from datetime import datetime

from portal.kernel.errors import TooMany

MOST_PER_MINUTE = 30
"""Whoever holds a real address never gets here; whoever guesses needs 2¹⁹² tries."""


class Strangers:
    """Counts wrong addresses in the running minute."""

    def __init__(self) -> None:
        """Nobody yet."""
        self._minute = ""
        self._tries: Counter[str] = Counter()

    def count(self, who: str, *, now: datetime) -> None:
        """They asked for something that is not there. Raises TooMany when that was once too often."""
        self._turn(now)
        self._tries[who] += 1
        if self._tries[who] > MOST_PER_MINUTE:
            raise TooMany

    def _turn(self, now: datetime) -> None:
        minute = f"{now:%H:%M}"
        if minute != self._minute:
            self._minute, self._tries = minute, Counter()
