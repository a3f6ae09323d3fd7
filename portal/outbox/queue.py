"""The job queue: Huey, beside the embedded database or inside PostgreSQL.

A job in it is only a hint to look at the database now. What is to be done stands in the tables; if a hint is lost,
the timetable's next minute finds the work.
"""

import hashlib
import hmac
import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from flask import Flask, current_app
from huey import Huey, PostgresHuey, SqliteHuey
from huey.constants import EmptyData
from huey.serializer import SignedSerializer

import config

log = logging.getLogger(__name__)

EXTENSION = "grove-jobs"
DELIVER = "outbox.deliver"
ENOUGH = 20


class Jobs:
    """The queue and the jobs that a worker knows by name."""

    def __init__(self, settings: config.Settings) -> None:
        """Open the queue; a web process knows no job, it only asks for them."""
        self.huey = _huey(settings)
        self.known: dict[str, Callable[[], None]] = {}
        self.running: Counter[str] = Counter()
        self._task = self.huey.task(name="job")(self._run)

    def ask_for(self, name: str, due: str = "") -> None:
        """Have a worker run the job soon."""
        # A long line already has somebody who will look at the database after now.
        if due or self.huey.pending_count() < ENOUGH:
            self._task(name, due)

    def _run(self, name: str, due: str) -> None:
        self.running[name] += 1
        try:
            self.known[name]()
        finally:
            self.running[name] -= 1
        if due:
            self.huey.storage.put_data(f"last:{name}", due.encode())

    def last(self, name: str) -> datetime | None:
        """For which time of the timetable this job has run last, in any worker."""
        value = self.huey.storage.peek_data(f"last:{name}")
        return None if value is EmptyData else datetime.fromisoformat(bytes(value).decode())

    def close(self) -> None:
        """Let the queue's connection go."""
        self.huey.storage.close()


def _huey(settings: config.Settings) -> Huey:
    # What a worker unpacks must have been packed by us.
    key = hmac.new(settings.secret_key.encode(), b"jobs", hashlib.sha256).hexdigest()
    common: dict[str, Any] = {"results": False, "serializer": SignedSerializer(secret=key, salt="jobs")}
    if settings.embedded:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        return SqliteHuey("grove", filename=str(settings.data_dir / "jobs.db"), fsync=False, **common)
    return PostgresHuey("grove", dsn=settings.database_url.replace("+psycopg", "", 1), **common)


def jobs(app: Flask) -> Jobs:
    """The app's queue, opened when it is first needed."""
    if EXTENSION not in app.extensions:
        app.extensions[EXTENSION] = Jobs(app.config["GROVE"])
    return cast("Jobs", app.extensions[EXTENSION])


def close(app: Flask) -> None:
    """Close the app's queue if it was opened."""
    opened = app.extensions.pop(EXTENSION, None)
    if opened is not None:
        opened.close()


def wake() -> None:
    """Have the letters looked at now. Never fails: what caused them is written already."""
    try:
        jobs(cast("Any", current_app)._get_current_object()).ask_for(DELIVER)  # noqa: SLF001 - a proxy has no other way
    except Exception:
        log.warning("could not wake the worker; the next minute will", exc_info=True)
