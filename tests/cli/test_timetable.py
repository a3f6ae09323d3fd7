"""When the worker runs what: nothing is skipped, whatever the clocks do."""

from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from portal.cli.working import look_at_the_timetable
from portal.outbox.queue import jobs
from portal.timetable import TIMETABLE, Daily, Every, name_of

LONDON = ZoneInfo("Europe/London")


def at_utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.static
def test_every_few_minutes_is_counted_from_the_hour():
    every = Every(minutes=15, run=lambda: None)
    assert every.due(at_utc("2026-03-10 09:44:59"), LONDON) == at_utc("2026-03-10 09:30")


@pytest.mark.static
@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-10 06:29", "2026-03-09 06:30"),
        ("2026-03-10 06:30", "2026-03-10 06:30"),
        ("2026-06-10 05:30", "2026-06-10 05:30"),
        ("2026-03-29 05:29", "2026-03-28 06:30"),
    ],
)
def test_daily_is_by_the_clock_on_the_wall(now, due):
    assert Daily(at="06:30", run=lambda: None).due(at_utc(now), LONDON) == at_utc(due)


@pytest.mark.static
def test_on_clock_change_nights_a_daily_job_is_due_once():
    daily = Daily(at="01:30", run=lambda: None)
    for night in ("2026-03-29", "2026-10-25"):
        start = at_utc(f"{night} 00:00") - timedelta(hours=6)
        seen = {daily.due(start + timedelta(minutes=step), LONDON) for step in range(0, 24 * 60, 5)}
        assert len(seen) == 2, "the day's own, and the one before"


@pytest.mark.static
def test_job_names_are_unique():
    names = [name_of(entry.run) for entry in TIMETABLE]
    assert len(set(names)) == len(names)


def test_a_job_is_asked_for_once_until_its_next_time(app, cast, at):
    queue = jobs(app)
    ran: list[str] = []
    queue.known = {name_of(entry.run): partial(ran.append, name_of(entry.run)) for entry in TIMETABLE}

    def work():
        look_at_the_timetable(queue)
        while (task := queue.huey.dequeue()) is not None:
            queue.huey.execute(task)

    work()
    assert sorted(ran) == sorted(name_of(entry.run) for entry in TIMETABLE), "what was missed is made up at the start"
    work()
    assert len(ran) == len(TIMETABLE)
    at.later(hours=26)
    work()
    assert len(ran) == 2 * len(TIMETABLE), "a day without a worker is made up once"


def test_a_job_that_failed_is_asked_for_again(app, cast, at):
    queue = jobs(app)
    tries = []

    def fail():
        tries.append(1)
        raise RuntimeError

    queue.known = {name_of(entry.run): fail for entry in TIMETABLE}
    for _ in range(2):
        look_at_the_timetable(queue)
        while (task := queue.huey.dequeue()) is not None:
            queue.huey.execute(task)
    assert len(tries) == 2 * len(TIMETABLE)
