"""Twenty clients in four processes who all want the same room; run by test_race.py."""

import multiprocessing
import threading
import time as stopwatch
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from unittest.mock import patch

from flask import Flask
from sqlalchemy import select

import config
from portal.app import create_app
from portal.booking import actions, queries
from portal.booking.guard import actions as guard
from portal.booking.guard import queries as guard_queries
from portal.booking.models import Booking
from portal.booking.rules import Ask, Taken
from portal.db.base import db
from portal.kernel.errors import Conflict, PortalError, Unavailable
from portal.kernel.slots import Slot
from portal.members.models import Member

PROCESSES, CLIENTS_EACH = 4, 5
CLIENTS = PROCESSES * CLIENTS_EACH
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
OPENS, CLOSES = time(4), time(22)
BLOCK = timedelta(hours=2, minutes=30)
BLOCKS_A_DAY = 6
QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
PATIENCE = 120
LOOK = guard.look


@dataclass(frozen=True)
class Race:
    """One run: on which database, how often, and whether the lock and the look are there."""

    settings: config.Settings
    rounds: int
    locked: bool = True


@dataclass(frozen=True)
class Outcome:
    """What one client got in one round, and after how many seconds."""

    round: int
    client: int
    answer: str
    took: float

    @property
    def won(self) -> bool:
        return self.answer == "won"


def is_contested(number: int) -> bool:
    """In every second round all ask for the very same slot; else for slots shifted by quarters of an hour."""
    return number % 2 == 0


def slot_for(number: int, client: int) -> Slot:
    """What this client asks for in this round: each round has its own two hours, and time to tidy up after them."""
    day, block = divmod(number, BLOCKS_A_DAY)
    begins = datetime.combine(NOW.date() + timedelta(days=1 + day), time(5), UTC) + block * BLOCK
    shift = QUARTER * (0 if is_contested(number) else client % 5)
    return Slot(begins + shift, begins + shift + HOUR)


def room_for(client: int) -> str:
    """One in five wants the wall open: Alder and Birch as one hall."""
    return "hall" if client % 5 == 0 else "alder"


def run(race: Race) -> list[Outcome]:
    """Let them all go at once, round by round, and collect what they got."""
    # A server that has imported everything once forks each process: four times quicker than four fresh starts.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.booking.racing"])
    barrier, outcomes = context.Barrier(CLIENTS), context.Queue()
    processes = [context.Process(target=_process, args=(race, number, barrier, outcomes)) for number in range(PROCESSES)]
    for process in processes:
        process.start()
    found = [outcomes.get(timeout=PATIENCE + race.rounds) for _ in range(race.rounds * CLIENTS)]
    for process in processes:
        process.join(PATIENCE)
    return found


def _process(race: Race, number: int, barrier: Barrier, outcomes: "Queue[Outcome]") -> None:
    app = create_app(replace(race.settings, data_dir=Path(race.settings.data_dir) / str(number)))
    clients = range(number * CLIENTS_EACH, (number + 1) * CLIENTS_EACH)
    with _as_it_is() if race.locked else _without_lock_and_look():
        threads = [threading.Thread(target=_client, args=(app, race, client, barrier, outcomes)) for client in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    with app.app_context():
        db.engine.dispose()


def _client(app: Flask, race: Race, client: int, barrier: Barrier, outcomes: "Queue[Outcome]") -> None:
    for number in range(race.rounds):
        with app.app_context():
            answer, took = _attempt(race, number, client, barrier)
        outcomes.put(Outcome(number, client, answer, took))


def _attempt(race: Race, number: int, client: int, barrier: Barrier) -> tuple[str, float]:
    """Book, or move there what was booked in a room of one's own; half of the clients do the one, half the other."""
    me = db.session.scalars(select(Member).where(Member.email == f"racer-{client}@grove.example")).one()
    ask = Ask(room=room_for(client), slot=slot_for(number, client))
    moves = (client + number) % 2 == 1
    parked = _parked(ask, client, me) if moves else None
    db.session.rollback()
    barrier.wait(PATIENCE)
    began = stopwatch.monotonic()
    try:
        if not race.locked:
            _look_as_beginners_do(ask, me)
        if parked:
            actions.move(parked, ask, by=me, at=NOW)
        else:
            actions.book(ask, by=me, at=NOW)
    except Taken:
        return "taken", stopwatch.monotonic() - began
    except Conflict as conflict:
        return f"conflict: {conflict}", stopwatch.monotonic() - began
    except PortalError as error:
        return f"{error.status}: {error}", stopwatch.monotonic() - began
    return "won", stopwatch.monotonic() - began


def _parked(ask: Ask, client: int, me: Member) -> Booking:
    """Something to move: a room of one's own, which nobody else wants. On a busy machine one may have to ask again."""
    while True:
        try:
            return actions.book(ask.at(ask.slot, f"park-{client}"), by=me, at=NOW)
        except Unavailable:
            db.session.rollback()


# --- Without the guard: look first, write later, as a page without a lock would do it -------------------


def _look_as_beginners_do(ask: Ask, me: Member) -> None:
    room = queries.room(ask.room)
    space = guard_queries.Space(room, [part.id for part in room.parts])
    LOOK(guard_queries.Claim(ask, me, NOW), space)
    db.session.rollback()


@contextmanager
def _as_it_is() -> Iterator[None]:
    yield


@contextmanager
def _without_lock_and_look() -> Iterator[None]:
    unlocked = patch.object(guard_queries, "LOCK", guard_queries.SPACES)
    with unlocked, patch.object(guard, "look", lambda *_, **__: None):
        yield
