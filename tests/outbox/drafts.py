"""Letters for tests of the outbox, and how they are posted."""

from types import SimpleNamespace

from portal.db.unit import transaction
from portal.outbox.actions import post
from portal.outbox.letters import Draft

SOMEBODY = SimpleNamespace(id=0, name="Ada Okafor", email="ada@grove.example")


def draft(key="first", **changes):
    return Draft(**{"key": key, "thread": "t", "to": SOMEBODY, "subject": "Alder is yours", "text": "From ten.", **changes})


def posted(*drafts, at):
    with transaction():
        for each in drafts:
            post(each, at=at.now)
