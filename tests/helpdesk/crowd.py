"""Many people doing the same thing at the same moment: real processes, several threads in each."""

import multiprocessing
import threading
from collections.abc import Callable
from datetime import datetime
from multiprocessing.synchronize import Barrier
from typing import Any

import config

PROCESSES, THREADS = 4, 5
CROWD = PROCESSES * THREADS
PATIENCE = 60

Deed = Callable[[int, datetime], str]
"""Takes the number of whoever does it, from 0, and the present; returns what came of it."""


def at_once(settings: config.Settings, deed: Callable[..., str], *facts: Any, at: datetime) -> list[str]:
    """What came of `deed(number, at, *facts)` for each of CROWD people, none of whom starts before all are there."""
    spawn = multiprocessing.get_context("spawn")
    start, results = spawn.Barrier(CROWD), spawn.SimpleQueue()
    processes = [
        spawn.Process(target=_some, args=(settings, (deed, at, facts), (start, results), first))
        for first in range(0, CROWD, THREADS)
    ]
    for process in processes:
        process.start()
    found = [results.get() for _ in range(CROWD)]
    for process in processes:
        process.join(PATIENCE)
    return found


def _some(settings: config.Settings, work: tuple[Deed, datetime, Any], line: tuple[Barrier, Any], first: int) -> None:
    from portal.app import create_app  # noqa: PLC0415 - in the new process
    from portal.db.base import db  # noqa: PLC0415

    (deed, at, facts), (start, results) = work, line
    app = create_app(settings)

    def one(number: int) -> None:
        try:
            with app.app_context():
                db.session.connection()
                db.session.rollback()
                start.wait(PATIENCE)
                results.put(deed(number, at, *facts))
        except Exception as error:  # noqa: BLE001 - what went wrong is the result
            results.put(f"{type(error).__name__}: {error}")

    threads = [threading.Thread(target=one, args=(first + n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
