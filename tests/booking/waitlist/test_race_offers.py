"""Real processes, all at once: one yes, one offer each, nothing held twice."""

import pytest
from sqlalchemy import select

from portal.booking.models import Booking, Occupancy
from portal.booking.waitlist import queries
from portal.booking.waitlist.rules import Stage
from portal.db.base import db
from portal.outbox.models import Letter
from tests.booking.waitlist import racing_offers
from tests.booking.waitlist.conftest import free, subjects

pytestmark = pytest.mark.slow


@pytest.fixture
def race(settings):
    """`race(("accept", id), …, at=…)`: what each process got."""

    def run(*deeds: tuple[str, str], **more) -> list[str]:
        db.session.remove()
        found = racing_offers.run(racing_offers.Race(settings, deeds, **more))
        db.session.rollback()
        return found

    return run


def live() -> list[Booking]:
    return [each for each in db.session.scalars(select(Booking)) if each.is_live]


@pytest.fixture
def line(full, wait, cast, fay):
    """Ada is offered Alder, Fay is next."""
    first, second = wait(cast.ada, "alder", "12:15", "13:15"), wait(fay, "alder", "12:15", "13:15")
    free(full)
    return first.public_id, second.public_id


def stages(*public_ids: str) -> list[str]:
    return [queries.waiting_for_staff(each).status for each in public_ids]


def test_a_yes_said_four_times_at_once_is_one_yes(race, line):
    assert race(*[("accept", line[0])] * 4) == ["accept: done"] * 4
    assert stages(*line) == [Stage.TAKEN, Stage.WAITING]
    assert len(live()) == len(db.session.scalars(select(Occupancy)).all()) == 1
    assert subjects("ada@grove.example")[1:] == ["Alder is yours: Tuesday 10 March, 12:15 to 13:15"]


def test_yes_and_no_at_once_end_in_one_of_the_two(race, line):
    found = race(("accept", line[0]), ("leave", line[0]))
    assert len(live()) == 1
    assert (found, stages(*line)) in [
        (["accept: done", "leave: 409"], [Stage.TAKEN, Stage.WAITING]),
        (["accept: 409", "leave: done"], [Stage.WITHDRAWN, Stage.OFFERED]),
    ]


def test_several_workers_let_an_offer_lapse_once_and_ask_the_next_once(race, line):
    found = race(*[("tend", "")] * 3, ("accept", line[0]), at=racing_offers.LATER)
    assert found == ["accept: 409", "tend: done", "tend: done", "tend: done"]
    assert stages(*line) == [Stage.LAPSED, Stage.OFFERED]
    assert len(live()) == 1
    assert subjects("fay@grove.example") == ["Held for you: Alder, Tuesday 10 March, 12:15 to 13:15"]
    assert len(subjects("ada@grove.example")) == 2


def test_two_rooms_freed_at_once_are_not_both_offered_to_who_needs_one(race, book, wait, cast):
    alder, cedar = book(cast.ben, "alder", "12:00", "13:00"), book(cast.ben, "cedar", "12:00", "13:00")
    easy = wait(cast.ada, "alder", "12:00", "13:00", any_room=True).public_id
    found = race(("give back", alder.public_id), ("give back", cedar.public_id))
    assert found == ["give back: done"] * 2
    assert stages(easy) == [Stage.OFFERED]
    assert len(live()) == 1
    assert len(db.session.scalars(select(Letter).where(Letter.to_address == cast.ada.email)).all()) == 1
