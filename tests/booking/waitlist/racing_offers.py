"""Four processes that say yes, leave, give back and let lapse all at once; run by test_race_offers.py."""

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

from sqlalchemy import select

import config
from portal.app import create_app
from portal.booking import actions as bookings
from portal.booking.models import Booking
from portal.booking.waitlist import actions, jobs
from portal.booking.waitlist.models import Waiting
from portal.db.base import db
from portal.kernel import clock
from portal.kernel.errors import PortalError

PROCESSES = 4
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=31)
PATIENCE = 120
OPENS, CLOSES = time(6), time(22)


@dataclass(frozen=True)
class Race:
    """One run: what each process does, each with what has this public id, at this moment."""

    settings: config.Settings
    deeds: tuple[tuple[str, str], ...]
    at: datetime = NOW


def run(race: Race) -> list[str]:
    """Let them go at once; what each got."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.booking.waitlist.racing_offers"])
    barrier, answers = context.Barrier(len(race.deeds)), context.Queue()
    processes = [context.Process(target=_process, args=(race, n, barrier, answers)) for n in range(len(race.deeds))]
    for process in processes:
        process.start()
    found = [answers.get(timeout=PATIENCE) for _ in race.deeds]
    for process in processes:
        process.join(PATIENCE)
    return sorted(found)


def _process(race: Race, number: int, barrier: Barrier, answers: "Queue[str]") -> None:
    app = create_app(replace(race.settings, data_dir=Path(race.settings.data_dir) / f"race-{number}"))
    deed, public_id = race.deeds[number]
    with app.app_context(), clock.freeze(race.at):
        act = DEEDS[deed](public_id, race.at)
        db.session.rollback()
        barrier.wait(PATIENCE)
        try:
            act()
        except PortalError as error:
            answers.put(f"{deed}: {error.status}")
        else:
            answers.put(f"{deed}: done")
        db.engine.dispose()


def _wish(public_id: str) -> Waiting:
    return db.session.scalars(select(Waiting).where(Waiting.public_id == public_id)).one()


def _accept(public_id: str, at: datetime) -> Callable[[], object]:
    wish = _wish(public_id)
    return lambda: actions.accept(wish, by=wish.member, at=at)


def _leave(public_id: str, at: datetime) -> Callable[[], object]:
    wish = _wish(public_id)
    return lambda: actions.withdraw(wish, by=wish.member, at=at)


def _give_back(public_id: str, at: datetime) -> Callable[[], object]:
    booking = db.session.scalars(select(Booking).where(Booking.public_id == public_id)).one()
    return lambda: bookings.cancel(booking, by=booking.member, at=at)


def _tend(_public_id: str, _at: datetime) -> Callable[[], object]:
    return jobs.tend_waitlist


DEEDS = {"accept": _accept, "leave": _leave, "give back": _give_back, "tend": _tend}
