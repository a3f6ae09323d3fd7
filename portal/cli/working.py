"""`portal work`: the worker. Several may run, on one machine or on many that share a PostgreSQL."""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

import click
from flask import Flask

from portal.cli.boot import portal_open
from portal.db.base import db
from portal.house import queries as house
from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.outbox.queue import Jobs, jobs
from portal.timetable import TIMETABLE, Job, name_of

log = logging.getLogger(__name__)

HEALTH_EVERY = 10
STOP_WITHIN = 25
LOOK_EVERY = 0.5


@click.command()
@click.option("--threads", default=2, show_default=True, type=click.IntRange(1, 32), help="Jobs at the same time.")
def work(threads: int) -> None:
    """Deliver mail and run the timetable, until Ctrl-C or SIGTERM; what is being done is finished first.

    Example: portal work --threads 4
    """
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with portal_open() as app:
        logging.getLogger("huey").setLevel(logging.WARNING)
        queue = jobs(app)
        prepare(app, queue)
        run(queue, stop, threads=threads)


def prepare(app: Flask, queue: Jobs) -> None:
    """Teach the queue its jobs, and have it look at the timetable every minute."""
    queue.known = {name_of(entry.run): partial(_in_context, app, entry.run) for entry in TIMETABLE}
    look = partial(_in_context, app, partial(look_at_the_timetable, queue))
    queue.huey.periodic_task(lambda _at: True, name="look")(_named(look))


def _named(run: Callable[[], None]) -> Callable[[], None]:
    """A plain function: Huey wants one with a name."""

    def look() -> None:
        run()

    return look


def _in_context(app: Flask, run: Job) -> None:
    with app.app_context():
        run()


def look_at_the_timetable(queue: Jobs) -> None:
    """Ask for each job whose time has come since it last ran, in any worker; a run that failed is asked for again."""
    now, zone = clock.now(), _zone()
    for entry in TIMETABLE:
        name, due = name_of(entry.run), entry.due(now, zone)
        last = queue.last(name)
        if (last is None or last < due) and not queue.running[name]:
            queue.ask_for(name, due.astimezone(UTC).isoformat())


def _zone() -> ZoneInfo:
    """The clock on the wall of the first house."""
    try:
        return house.location().zone
    except NotFound:
        return ZoneInfo("UTC")
    finally:
        db.session.rollback()


def run(queue: Jobs, stop: threading.Event, *, threads: int) -> None:
    """Work until told to stop."""
    consumer = queue.huey.create_consumer(
        workers=threads, max_delay=LOOK_EVERY, check_worker_health=False, shutdown_timeout=STOP_WITHIN
    )
    # Huey's own signals would end a letter in the middle of its way on SIGTERM.
    consumer._set_signal_handlers = lambda: None  # noqa: SLF001
    consumer.start()
    log.info("worker started at %s", datetime.now(UTC).isoformat(timespec="seconds"))
    while not stop.wait(HEALTH_EVERY):
        consumer.check_worker_health()
    consumer.stop(graceful=True)
