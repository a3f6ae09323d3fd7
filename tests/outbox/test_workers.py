"""Workers as real processes: together they deliver everything, and nothing twice."""

import signal
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest

from tests.outbox.drafts import draft, posted
from tests.support.commands import environment, running, wait_until

LETTERS = 60


@pytest.mark.slow
def test_two_workers_deliver_everything_and_nothing_twice(app, settings, at, mailbox, tmp_path):
    at(datetime.now(UTC))
    posted(*(draft(str(n), thread=str(n % 40), subject=f"No {n}") for n in range(LETTERS)), at=at)
    with ExitStack() as stack:
        workers = [stack.enter_context(running("work", env=environment(settings), cwd=tmp_path)) for _ in range(2)]
        wait_until(lambda: len(mailbox.letters) >= LETTERS)
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        assert [worker.wait(30) for worker in workers] == [0, 0]
    subjects = [letter.subject for letter in mailbox.letters]
    assert sorted(subjects) == sorted(f"No {n}" for n in range(LETTERS))
    for first in range(LETTERS - 40):
        assert subjects.index(f"No {first}") < subjects.index(f"No {first + 40}"), "in order within a thread"


@pytest.mark.slow
def test_a_letter_that_is_posted_while_a_worker_runs_leaves_at_once(app, settings, at, mailbox, tmp_path):
    at(datetime.now(UTC))
    with running("work", env=environment(settings), cwd=tmp_path):
        posted(draft("first"), at=at)
        wait_until(lambda: len(mailbox.letters) == 1)
        posted(draft("second", thread="u"), at=at)
        wait_until(lambda: len(mailbox.letters) == 2, within=5)
