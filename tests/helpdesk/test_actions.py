from datetime import date, timedelta

import pytest

from portal.db.base import db
from portal.db.unit import transaction
from portal.helpdesk import actions, queries
from portal.helpdesk.actions import AlreadyClaimed, Asking
from portal.helpdesk.models import Ticket, TicketChange
from portal.helpdesk.rules import Channel, Closed, Kind, NotFromHere, Status, TooLongAgo
from portal.helpdesk.steps import Saying, Unseen
from portal.kernel import clock
from portal.kernel.errors import Forbidden, Invalid, NotFound
from portal.members.models import AuditEntry, Member, Role
from tests.cast import a_member
from tests.helpdesk.conftest import fresh, said
from tests.helpdesk.crowd import CROWD, at_once


def test_one_line_is_a_request(cast, asked):
    ticket = asked("The heating is stuck.\nAlso the dial.")
    assert (ticket.reference, ticket.subject, ticket.status) == ("R-1001", "The heating is stuck", Status.RECEIVED)
    assert (ticket.kind, ticket.room, ticket.channel) == (None, None, Channel.PORTAL)
    assert ticket.waiting_since == ticket.received_at == ticket.created_at == clock.now()
    assert ticket.first_response_at is None
    assert said(ticket, by=cast.ada) == ["The heating is stuck.\nAlso the dial."]


def test_the_next_one_has_the_next_number(asked):
    assert [asked().number for _ in range(3)] == [1001, 1002, 1003]


def test_the_same_form_twice_makes_one_request(asked):
    first, second = asked("Warm", once="token"), asked("Warm", once="token")
    assert first.id == second.id
    assert db.session.query(Ticket).count() == 1


@pytest.mark.parametrize("words", ["", "  \n ", "x" * 4001])
def test_nothing_and_too_much_are_refused_with_a_sentence(asked, words):
    with pytest.raises(Invalid) as refusal:
        asked(words)
    assert refusal.value.field == "words"


def test_a_hidden_character_does_no_harm(cast, asked):
    assert said(asked("Wa\0rm"), by=cast.ada) == ["Warm"]


def _ask(number, at):
    by = db.session.query(Member).filter_by(name="Ada Okafor").one()
    return actions.ask(Asking(words=f"Number {number}"), by=by, at=at).reference


@pytest.mark.slow
def test_twenty_at_once_get_twenty_numbers(cast, settings, at):
    numbers = at_once(settings, _ask, at=clock.now())
    assert sorted(numbers) == [f"R-{1001 + n}" for n in range(CROWD)]


def test_a_stranger_finds_nothing(cast, asked):
    ticket = asked()
    with pytest.raises(NotFound):
        queries.ticket_for(cast.ben, ticket.reference)
    assert queries.ticket_for(cast.max, ticket.reference) == ticket


@pytest.mark.parametrize("reference", ["R-1002", "1001", "r-1001", "R-01001", "R-", "R-99999999999999999999", "R-1001 "])
def test_what_is_no_number_finds_nothing(cast, asked, reference):
    asked()
    with pytest.raises(NotFound):
        queries.ticket_for(cast.ada, reference)


def test_a_reply_stops_the_clock_and_goes_out(cast, asked, replied, at):
    ticket = asked()
    at.later(minutes=12)
    replied(ticket)
    ticket = fresh(ticket)
    assert (ticket.status, ticket.shepherd, ticket.waiting_since) == (Status.ACKNOWLEDGED, cast.cleo, None)
    assert ticket.first_response_at == clock.now()
    at.later(minutes=5)
    replied(ticket, by=cast.max)
    ticket = fresh(ticket)
    assert (ticket.status, ticket.shepherd) == (Status.IN_HAND, cast.cleo)
    assert ticket.first_response_at == clock.now() - timedelta(minutes=5)


def test_an_answer_at_once_takes_every_step(cast, asked, replied):
    ticket = asked()
    replied(ticket, asks=True)
    assert fresh(ticket).status == Status.ANSWERED
    moved = [change.status for change in queries.changes_of(ticket) if change.what == "moved"]
    assert moved == [Status.ACKNOWLEDGED, Status.IN_HAND, Status.ANSWERED]


def test_a_note_for_the_desk_answers_nobody(cast, asked):
    ticket = asked()
    actions.note_for_the_desk(ticket, Saying(words="Same valve as in March"), by=cast.cleo, at=clock.now())
    ticket = fresh(ticket)
    assert (ticket.status, ticket.first_response_at) == (Status.RECEIVED, None)
    assert ticket.waiting_since is not None
    assert said(ticket, by=cast.ada) == ["The heating is stuck."]
    assert said(ticket, by=cast.max) == ["The heating is stuck.", "Same valve as in March"]


def test_whoever_asked_sees_no_note_about_it_even_at_the_desk(cast, asked):
    ticket = asked(by=cast.cleo)
    actions.note_for_the_desk(ticket, Saying(words="She is cross"), by=cast.max, at=clock.now())
    assert said(ticket, by=cast.cleo) == ["The heating is stuck."]
    with pytest.raises(Forbidden):
        actions.claim(ticket, by=cast.cleo, at=clock.now())


def test_a_member_can_do_nothing_of_the_desks(cast, asked):
    ticket, at = asked(), clock.now()
    for deed in (
        lambda: actions.claim(ticket, by=cast.ada, at=at),
        lambda: actions.reply(ticket, Saying(words="Hm"), by=cast.ada, at=at),
        lambda: actions.note_for_the_desk(ticket, Saying(words="Hm"), by=cast.ada, at=at),
        lambda: actions.sort(ticket, Kind.WISH, by=cast.ada, at=at),
        lambda: actions.plan(ticket, "Soon", None, by=cast.ada, at=at),
    ):
        with pytest.raises(Forbidden):
            deed()


def test_only_whoever_asked_closes_it(cast, asked, replied):
    ticket = asked()
    replied(ticket, asks=True)
    with pytest.raises(Forbidden):
        actions.confirm(ticket, by=cast.cleo, at=clock.now())
    actions.confirm(ticket, by=cast.ada, at=clock.now())
    assert fresh(ticket).status == Status.CLOSED_CONFIRMED
    assert fresh(ticket).closed_at == clock.now()
    actions.confirm(ticket, by=cast.ada, at=clock.now())


def test_it_is_not_closed_before_somebody_asked_whether_it_is_fixed(cast, asked, replied):
    ticket = asked()
    replied(ticket)
    with pytest.raises(NotFromHere):
        actions.confirm(ticket, by=cast.ada, at=clock.now())


def test_not_yet_puts_it_back_into_the_same_hands(cast, asked, replied, at):
    ticket = asked()
    replied(ticket, asks=True)
    actions.reopen(ticket, "Still warm", by=cast.ada, at=at.later(hours=1))
    ticket = fresh(ticket)
    assert (ticket.status, ticket.shepherd, ticket.waiting_since) == (Status.IN_HAND, cast.cleo, clock.now())
    assert said(ticket, by=cast.ada)[-1] == "Still warm"


def test_a_closed_one_is_opened_again_for_thirty_days(cast, asked, replied, at):
    ticket = asked()
    replied(ticket, asks=True)
    actions.confirm(ticket, by=cast.ada, at=clock.now())
    with pytest.raises(Closed):
        actions.write(ticket, Saying(words="Thanks"), by=cast.ada, at=clock.now())
    actions.reopen(ticket, "", by=cast.ada, at=at.later(days=30))
    assert (fresh(ticket).status, fresh(ticket).closed_at) == (Status.IN_HAND, None)
    replied(ticket, asks=True)
    actions.confirm(ticket, by=cast.ada, at=clock.now())
    with pytest.raises(TooLongAgo):
        actions.reopen(ticket, "", by=cast.ada, at=at.later(days=31))


def test_a_thank_you_reopens_nothing(cast, asked, replied):
    ticket = asked()
    replied(ticket, asks=True)
    actions.write(ticket, Saying(words="Thank you"), by=cast.ada, at=clock.now())
    assert fresh(ticket).status == Status.ANSWERED
    assert queries.waiting_count() == 1, "but it is not overlooked"


def test_the_second_to_claim_is_told_who_was_first(cast, asked, luis):
    ticket = asked()
    actions.claim(ticket, by=cast.cleo, at=clock.now())
    actions.claim(ticket, by=cast.cleo, at=clock.now())
    with pytest.raises(AlreadyClaimed) as refusal:
        actions.claim(ticket, by=luis, at=clock.now())
    assert refusal.value.sentence.facts == {"name": "Cleo Marsh"}
    assert db.session.query(TicketChange).count() == 1


def _claim(number, at, reference):
    by = db.session.query(Member).filter_by(name=f"Cm {number}").one()
    try:
        actions.claim(queries.ticket_for(by, reference), by=by, at=at)
    except AlreadyClaimed as refusal:
        return str(refusal.sentence.facts["name"])
    return f"won by {by.name}"


@pytest.mark.slow
def test_of_twenty_who_claim_at_once_one_has_it(cast, asked, settings, at):
    with transaction():
        for number in range(CROWD):
            member = a_member(f"Cm {number}", role=Role.COMMUNITY_MANAGER)
            member.email = f"cm{number}@grove.example"
            db.session.add(member)
    ticket = asked()
    results = at_once(settings, _claim, ticket.reference, at=clock.now())
    shepherd = fresh(ticket).shepherd
    assert shepherd, results
    winner = shepherd.name
    assert sorted(results) == sorted([f"won by {winner}", *[winner] * (CROWD - 1)])


def test_what_one_has_not_seen_stops_the_reply(cast, asked, replied, luis):
    ticket = asked()
    seen = len(queries.thread_of(ticket, for_=cast.cleo))
    actions.note_for_the_desk(ticket, Saying(words="I am calling Bergs"), by=luis, at=clock.now())
    with pytest.raises(Unseen) as refusal:
        actions.reply(ticket, Saying(words="On my way", seen=seen), by=cast.cleo, at=clock.now())
    assert refusal.value.sentence.facts == {"name": "Luis"}
    actions.write(ticket, Saying(words="It is urgent", seen=seen), by=cast.ada, at=clock.now())
    assert said(ticket, by=cast.ada) == ["The heating is stuck.", "It is urgent"], "what the desk notes stops no member"


def test_ones_own_second_tab_stops_nobody(cast, asked):
    ticket = asked()
    for words in ("And the dial", "And the fan"):
        actions.write(ticket, Saying(words=words, seen=1), by=cast.ada, at=clock.now())
    assert len(said(ticket, by=cast.ada)) == 3


def test_the_same_reply_twice_is_said_once(cast, asked):
    ticket = asked()
    for _ in range(2):
        actions.reply(ticket, Saying(words="On my way", seen=1, once="form"), by=cast.cleo, at=clock.now())
    assert said(ticket, by=cast.ada) == ["The heating is stuck.", "On my way"]


def test_a_complaint_that_is_taken_is_nobody_elses(cast, asked, luis):
    ticket = asked("Luis was rude", kind=Kind.COMPLAINT)
    assert queries.waiting(luis) == [ticket]
    actions.claim(ticket, by=cast.cleo, at=clock.now())
    with pytest.raises(NotFound):
        queries.ticket_for(luis, ticket.reference)
    assert queries.taken(luis) == []
    assert queries.taken(cast.cleo) == queries.taken(cast.max) == [ticket]


def test_the_next_step_has_a_day_that_is_to_come(cast, asked):
    ticket = asked()
    actions.plan(ticket, "Bergs brings a valve", date(2026, 3, 12), by=cast.cleo, at=clock.now())
    assert (fresh(ticket).next_action, fresh(ticket).next_action_on) == ("Bergs brings a valve", date(2026, 3, 12))
    with pytest.raises(Invalid):
        actions.plan(ticket, "Yesterday", date(2026, 3, 9), by=cast.cleo, at=clock.now())


def test_the_queue_shows_who_waits_longest_first(cast, asked, replied, at):
    first = asked("First")
    at.later(minutes=1)
    second = asked("Second", by=cast.ben)
    assert queries.waiting(cast.cleo) == [first, second]
    assert queries.waiting_count() == 2
    replied(first)
    assert (queries.waiting(cast.cleo), queries.taken(cast.cleo)) == ([second], [first])
    assert queries.waiting_count() == 1
    replied(second, asks=True)
    assert queries.answered(cast.cleo) == [second]
    actions.write(first, Saying(words="Hello?"), by=cast.ada, at=at.later(minutes=1))
    replied(asked("Third"))
    assert [ticket.subject for ticket in queries.taken(cast.cleo)] == ["First", "Third"]


def test_every_step_is_in_the_audit_log_without_a_word_of_it(cast, asked, replied):
    ticket = asked()
    replied(ticket, asks=True)
    actions.confirm(ticket, by=cast.ada, at=clock.now())
    rows = db.session.query(AuditEntry).filter(AuditEntry.about == "request:R-1001").order_by(AuditEntry.id)
    assert [row.deed.partition(".")[2] for row in rows] == ["received", "claimed", "replied", "confirmed"]
    assert not any("heating" in entry.detail for entry in db.session.query(AuditEntry))
