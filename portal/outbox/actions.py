"""Post a letter; deliver what is due."""

from datetime import datetime

from portal.outbox.letters import Draft


def post(draft: Draft, *, at: datetime) -> None:
    """Write the letter into the open transaction; the worker delivers it."""
    raise NotImplementedError
