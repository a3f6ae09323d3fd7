"""The one clock. Only views, jobs and commands ask it; everything below is handed `now`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_frozen: datetime | None = None


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _frozen or datetime.now(UTC)


@contextmanager
def freeze(instant: datetime) -> Iterator[None]:
    """Stop the clock at `instant` for this process; for tests and for filling the demo house."""
    global _frozen  # noqa: PLW0603 - one clock per process is the point
    if instant.tzinfo is None:
        msg = "the clock is frozen at an aware instant"
        raise ValueError(msg)
    before, _frozen = _frozen, instant.astimezone(UTC)
    try:
        yield
    finally:
        _frozen = before
