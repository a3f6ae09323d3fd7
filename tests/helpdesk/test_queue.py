"""The desk's queue, and what each side reads about where a request stands."""

from datetime import date

import pytest

from portal.db.unit import transaction
from portal.helpdesk import actions, steps
from portal.helpdesk.rules import Kind, Status
from portal.kernel import clock
from tests.helpdesk.conftest import fresh


@pytest.fixture
def answered(asked, replied):
    """A request to which somebody has said something."""
    ticket = asked()
    replied(ticket)
    return ticket


def test_the_second_to_take_it_reads_who_has_it(visit, cast, asked, luis):
    asked()
    cleo, other = visit.as_(cast.cleo), visit.as_(luis)
    theirs = other.get("/desk/requests")
    cleo.submit(cleo.get("/desk/requests"), "I’ll take it: The heating is stuck")
    page = other.submit(theirs, "I’ll take it: The heating is stuck", expect=409)
    assert "Already claimed by Cleo Marsh." in page


def test_the_queue_counts_the_minutes(visit, cast, asked, at):
    asked()
    cleo = visit.as_(cast.cleo)
    assert "1 h left" in cleo.get("/desk/requests")
    at.later(minutes=20)
    assert "40 min left" in cleo.get("/desk/requests")
    at.later(minutes=25)
    assert cleo.get("/desk/requests").words_of(".job .soon") == ["15 min left"]
    at.later(minutes=20)
    assert cleo.get("/desk/requests").words_of(".job .late") == ["5 min over"]


def test_an_evening_request_is_due_in_the_morning(visit, cast, asked, at):
    at("2026-03-13 18:30")
    asked()
    assert "by Monday 16 March, 09:00" in visit.as_(cast.cleo).get("/desk/requests")


def test_the_queue_is_the_desks(visit, cast, asked):
    asked()
    visit.as_(cast.ada).get("/desk/requests", expect=404)
    page = visit.as_(cast.cleo).get("/desk/requests")
    assert page.words_of(".nav .n") == ["1 waiting"]


@pytest.mark.parametrize(
    ("path", "sentences"),
    [
        ((Status.IN_HAND, Status.WAITING_FOR_MEMBER), ("Cleo waits for a word from you.", "Cleo waits for their word.")),
        ((Status.IN_HAND, Status.WAITING_FOR_OTHER), ("Cleo is on it.", "Cleo is on it.")),
        ((Status.IN_HAND, Status.ANSWERED), ("Cleo thinks it is done. Is it?", "Waits for a yes or a no.")),
        ((Status.DECLINED,), ("Not this time.", "Declined, today.")),
        ((Status.MERGED,), ("Goes on together", "Goes on together")),
        ((Status.IN_HAND, Status.ANSWERED, Status.CLOSED_NO_WORD), ("We heard no more from you", "No word any more, today.")),
        ((Status.IN_HAND, Status.ANSWERED, Status.CLOSED_CONFIRMED), ("You said it is fixed", "Ada said it is fixed, today.")),
    ],
)
def test_where_it_stands_is_said_to_each_side(visit, cast, answered, path, sentences):
    ticket, (mine, desks) = answered, sentences
    with transaction():
        steps.move(ticket, path, cast.cleo, clock.now())
    assert mine in visit.as_(cast.ada).get("/requests")
    assert mine in visit.as_(cast.ada).get("/requests/R-1001")
    assert desks in visit.as_(cast.cleo).get("/desk/requests")


def test_an_empty_queue_says_so_kindly(visit, cast):
    assert "Nobody is waiting" in visit.as_(cast.cleo).get("/desk/requests")
    assert "Nothing open" in visit.as_(cast.ada).get("/requests")


def test_the_next_step_is_read_by_both(visit, cast, asked):
    ticket = asked()
    cleo = visit.as_(cast.cleo)
    actions.claim(ticket, by=cast.cleo, at=clock.now())
    cleo.submit(cleo.get("/requests/R-1001"), "Keep this", next_action="Bergs brings a valve", next_action_on="2026-03-12")
    assert "Next, Thursday 12 March: Bergs brings a valve" in visit.as_(cast.ada).get("/requests/R-1001")
    page = cleo.post("/requests/R-1001/plan", {"next_action": "Then", "next_action_on": "2026-03-09"}, expect=422)
    assert "That day has passed" in page
    page = cleo.post("/requests/R-1001/plan", {"next_action": "Then", "next_action_on": "soon"}, expect=422)
    assert "Choose a day" in page
    assert fresh(ticket).next_action_on == date(2026, 3, 12)


def test_staff_say_what_it_is(visit, cast, asked):
    ticket = asked()
    cleo = visit.as_(cast.cleo)
    cleo.submit(cleo.get("/requests/R-1001"), "Keep it so", kind="complaint")
    assert fresh(ticket).kind == Kind.COMPLAINT
    cleo.post("/requests/R-1001/kind", {"kind": "gossip"}, expect=422)
