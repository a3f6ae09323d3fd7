"""No two people get one room: real processes, a real database, and the same race with the guard taken away."""

from collections import Counter, defaultdict
from datetime import date
from itertools import combinations

import pytest
from sqlalchemy import select, text

from portal.booking.models import Booking, Occupancy, Part, Room
from portal.db.base import db
from portal.db.unit import transaction
from portal.house.models import Opening
from portal.members.models import Member
from tests.booking import racing
from tests.cast import a_house

pytestmark = pytest.mark.slow

IN_TIME = 2.0


@pytest.fixture
def track(app, settings):
    """The house of the race: Alder, Birch, the hall that is both, a room for each client to park in; `track(race)` runs it."""
    house = a_house()
    house.openings = [Opening(weekday=day, opens=racing.OPENS, closes=racing.CLOSES) for day in range(7)]
    with transaction():
        db.session.add(house)
        db.session.flush()
        alder, birch = (Part(location_id=house.id, name=name) for name in ("Alder", "Birch"))
        named = {"alder": [alder], "birch": [birch], "hall": [alder, birch]}
        parks = {f"park-{n}": [Part(location_id=house.id, name=f"Park {n}")] for n in range(racing.CLIENTS)}
        for slug, parts in {**named, **parks}.items():
            # What is tidied up in a room counts in the race as well; it is the slots that touch, then, that clash.
            db.session.add(
                Room(slug=slug, name=slug, location_id=house.id, capacity=9, fire_capacity=9, parts=parts, turnover_minutes=15)
            )
        db.session.add_all(_racer(client) for client in range(racing.CLIENTS))

    def run(rounds: int, *, locked: bool = True) -> list[racing.Outcome]:
        db.session.remove()
        return racing.run(racing.Race(settings, rounds, locked=locked))

    return run


def _racer(client: int) -> Member:
    email = f"racer-{client}@grove.example"
    return Member(name=f"Racer {client}", email=email, joined_on=date(2026, 1, 5), created_at=racing.NOW)


def drop_the_databases_guard(engine_name: str) -> None:
    """Take the last word from the database."""
    dropping = {
        "sqlite": ("DROP TRIGGER occupancy_no_overlap_insert", "DROP TRIGGER occupancy_no_overlap_update"),
        "postgresql": (
            "ALTER TABLE occupancy DROP CONSTRAINT occupancy_no_overlap",
            "ALTER TABLE occupancy DROP CONSTRAINT occupancy_no_overlap_setup",
        ),
    }
    with db.engine.begin() as connection:
        for statement in dropping[engine_name]:
            connection.execute(text(statement))


def overlaps() -> int:
    """How many pairs of occupancies meet, found by looking at every pair of a part."""
    by_part = defaultdict(list)
    for row in db.session.scalars(select(Occupancy)):
        by_part[row.part_id].append(row)
    return sum(
        (one.starts_at < other.turned_until and other.starts_at < one.turned_until)
        or (one.setup_from < other.ends_at and other.setup_from < one.ends_at)
        for rows in by_part.values()
        for one, other in combinations(rows, 2)
    )


def live_in_the_contested_rooms() -> int:
    return len(db.session.scalars(select(Booking).join(Booking.room).where(Room.slug.in_(["alder", "hall"]))).unique().all())


@pytest.mark.timeout(900)
def test_a_contested_room_has_one_winner_and_no_overlap(track, proving):
    outcomes = track(200 if proving else 6)
    assert overlaps() == 0
    assert {outcome.answer for outcome in outcomes} == {"won", "taken"}
    winners = Counter(outcome.round for outcome in outcomes if outcome.won)
    assert all(winners[outcome.round] == 1 for outcome in outcomes if racing.is_contested(outcome.round))
    assert all(winners[outcome.round] >= 1 for outcome in outcomes)
    assert live_in_the_contested_rooms() == winners.total()
    # How long a loser waits is a promise about a machine that does nothing else.
    assert not proving or max(outcome.took for outcome in outcomes) < IN_TIME


def test_the_database_alone_lets_nobody_in_twice(track, proving):
    outcomes = track(40 if proving else 2, locked=False)
    assert overlaps() == 0
    assert all(not outcome.won or outcome.answer == "won" for outcome in outcomes)
    assert live_in_the_contested_rooms() == sum(outcome.won for outcome in outcomes)


def test_the_lock_alone_lets_nobody_in_twice(track, proving, engine_name):
    drop_the_databases_guard(engine_name)
    outcomes = track(40 if proving else 2)
    assert overlaps() == 0
    assert {outcome.answer for outcome in outcomes} == {"won", "taken"}


def test_without_lock_and_constraint_two_people_do_get_one_room(track, engine_name):
    """The twin that shows that the race is one: else the tests above would prove nothing."""
    drop_the_databases_guard(engine_name)
    track(4, locked=False)
    assert overlaps() > 0
