"""Letters leave over real SMTP; what the server says is taken seriously."""

from datetime import timedelta

import pytest

from portal.db.unit import transaction
from portal.outbox import delivery, queries
from portal.outbox.actions import put_back
from portal.outbox.rules import State
from tests.outbox.drafts import SOMEBODY, draft, posted

BEN = type(SOMEBODY)(id=0, name="Ben Lindqvist", email="ben@grove.example")


def states():
    return {letter.subject: letter.state for letter in queries.letters()}


def test_a_letter_is_delivered_once(app, at, mailbox):
    posted(draft(), at=at)
    assert delivery.deliver_due() == 1
    assert delivery.deliver_due() == 0
    letter = mailbox.one("ada@grove.example")
    assert (letter.subject, letter.text.strip(), letter.sender) == ("Alder is yours", "From ten.", "desk@grove.example")
    assert states() == {"Alder is yours": State.SENT}


def test_a_server_that_says_later_is_asked_later_with_the_same_message_id(app, at, mailbox):
    posted(draft(), at=at)
    mailbox.answer("451 Greylisted", times=2)
    assert delivery.deliver_due() == 0
    assert delivery.deliver_due() == 0, "not before the pause is over"
    at.later(minutes=1)
    delivery.deliver_due()
    at.later(minutes=4)
    assert delivery.deliver_due() == 0, "the second pause is longer"
    at.later(minutes=1)
    assert delivery.deliver_due() == 1
    ids = {letter.message["Message-ID"] for letter in (*mailbox.refused, *mailbox.letters)}
    assert (len(mailbox.refused), len(mailbox.letters), len(ids)) == (2, 1, 1)


def test_later_for_two_days_is_never(app, at, mailbox):
    posted(draft(), at=at)
    mailbox.answer("451 Try later")
    for _ in range(30):
        delivery.deliver_due()
        at.later(hours=4)
    assert states() == {"Alder is yours": State.FAILED}
    assert len(mailbox.refused) > 10


def test_a_refused_letter_is_recorded_and_holds_up_nobody(app, at, mailbox):
    posted(draft("bad"), draft("good", to=BEN, subject="For Ben"), at=at)
    mailbox.answer("550 No such person", to="ada@grove.example")
    assert delivery.deliver_due() == 1
    assert states() == {"Alder is yours": State.FAILED, "For Ben": State.SENT}
    assert "550" in queries.failed()[0].last_trouble


def test_its_thread_goes_on_after_a_refusal(app, at, mailbox):
    posted(draft("one", subject="One"), draft("two", subject="Two"), at=at)
    mailbox.answer("550 No such person", times=1)
    delivery.deliver_due()
    assert [letter.subject for letter in mailbox.letters] == ["Two"]


def test_a_cancellation_never_overtakes_its_invitation(app, at, mailbox):
    posted(draft("one", subject="Invitation"), at=at)
    mailbox.answer("451 Later", times=1)
    delivery.deliver_due()
    posted(draft("two", subject="Cancellation"), draft("three", thread="u", subject="Else"), at=at)
    delivery.deliver_due()
    assert [letter.subject for letter in mailbox.letters] == ["Else"]
    at.later(minutes=1)
    delivery.deliver_due()
    assert [letter.subject for letter in mailbox.letters] == ["Else", "Invitation", "Cancellation"]


def test_one_guests_slow_address_does_not_hold_up_the_others_in_a_thread(app, at, mailbox):
    posted(draft("one"), draft("two", to=BEN, subject="For Ben"), at=at)
    mailbox.answer("451 Later", to="ada@grove.example")
    assert delivery.deliver_due() == 1
    assert mailbox.one("ben@grove.example").subject == "For Ben"


def test_an_hour_without_a_mail_server_loses_nothing(app, at, mailbox):
    posted(*(draft(str(n), thread=str(n), subject=f"No {n}") for n in range(20)), at=at)
    mailbox.go_away()
    for _ in range(60):
        delivery.deliver_due()
        at.later(minutes=1)
    mailbox.start()
    for _ in range(10):
        delivery.deliver_due()
        at.later(minutes=1)
    assert sorted(letter.subject for letter in mailbox.letters) == sorted(f"No {n}" for n in range(20))


def test_a_server_that_hangs_up_in_the_middle_gets_the_next_letter(app, at, mailbox):
    posted(draft("one", thread="a", subject="One"), draft("two", thread="b", subject="Two"), at=at)
    mailbox.hang_up(times=1)
    assert delivery.deliver_due() == 1
    at.later(minutes=1)
    assert delivery.deliver_due() == 1
    assert {letter.subject for letter in mailbox.letters} == {"One", "Two"}


def test_a_letter_that_cannot_be_built_holds_up_nobody(app, at, mailbox):
    odd = type(SOMEBODY)(id=0, name="Odd", email="no address at all")
    posted(draft("odd", to=odd, subject="Odd"), draft("good"), at=at)
    assert delivery.deliver_due() == 1
    assert states()["Odd"] == State.FAILED


def test_a_worker_that_died_gives_its_letter_back(app, at, mailbox):
    posted(draft(), at=at)
    assert delivery.claim(at=at.now) is not None
    assert delivery.deliver_due() == 0, "it belongs to the one who took it"
    at.later(minutes=5)
    assert delivery.deliver_due() == 1


def test_a_failed_letter_can_be_tried_again(app, at, mailbox):
    posted(draft(), at=at)
    mailbox.answer("550 Full", times=1)
    delivery.deliver_due()
    with transaction():
        put_back(queries.failed()[0], at=at.now)
    assert delivery.deliver_due() == 1


@pytest.mark.parametrize("waited", [timedelta(0), timedelta(days=1)])
def test_a_letter_says_when_it_was_written_and_by_whom(app, at, mailbox, waited):
    written = at.now
    posted(draft(from_name="Cleo", reply_to="cleo@grove.example"), at=at)
    at(written + waited)
    delivery.deliver_due()
    message = mailbox.letters[0].message
    assert message["Date"].datetime == written
    assert message["From"] == "Cleo at Grove <desk@grove.example>"
    assert (message["Reply-To"], message["Auto-Submitted"]) == ("cleo@grove.example", "auto-generated")
