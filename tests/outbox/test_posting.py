"""A letter is written with what caused it, once."""

from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from portal.db.base import db
from portal.db.unit import WrittenOutside, transaction
from portal.outbox import queries
from portal.outbox.actions import post
from portal.outbox.envelope import BadHeader
from portal.outbox.models import Letter
from portal.outbox.rules import State
from tests.outbox.drafts import SOMEBODY, draft, posted


def count():
    return db.session.scalar(select(func.count()).select_from(Letter))


def test_a_letter_is_written_with_what_caused_it(app, at):
    posted(draft(), at=at)
    letter = queries.letters()[0]
    assert (letter.subject, letter.state, letter.due_at) == ("Alder is yours", State.WAITING, at.now)


def test_nothing_is_mailed_for_a_deed_that_was_undone(app, at):
    def fail():
        with transaction():
            post(draft(), at=at.now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert count() == 0


def test_a_letter_outside_of_a_transaction_is_refused(app, at):
    with pytest.raises(WrittenOutside):
        post(draft(), at=at.now)


def test_the_same_letter_is_posted_once(app, at):
    posted(draft(), draft(subject="Again"), at=at)
    posted(draft(subject="And again"), at=at)
    assert [letter.subject for letter in queries.letters()] == ["Alder is yours"]


def test_letters_of_a_thread_answer_each_other(app, at):
    posted(draft("one"), draft("two"), draft("other", thread="u"), at=at)
    other, two, one = queries.letters()
    assert (one.in_reply_to, two.in_reply_to, other.in_reply_to) == ("", one.message_id, "")


def test_message_ids_name_the_house(app, at):
    posted(draft(), at=at)
    letter = queries.letters()[0]
    assert letter.message_id == f"<{letter.public_id}@grove.example>"


@pytest.mark.parametrize("mark", ["\r", "\n", "\0", "\r\n"])
@pytest.mark.parametrize("field", ["subject", "from_name", "reply_to", "to name", "to email"])
def test_a_line_break_never_becomes_a_header(app, at, field, mark):
    forged = f"x{mark}Bcc: eve@elsewhere.example"
    person = SimpleNamespace(**{**vars(SOMEBODY), field[3:]: forged})
    changes = {"to": person} if field.startswith("to ") else {field: forged}
    with pytest.raises(BadHeader):
        posted(draft(**changes), at=at)
    assert count() == 0


def test_a_long_subject_is_cut_and_kept(app, at):
    posted(draft(subject="x" * 500), at=at)
    assert len(queries.letters()[0].subject) == 200
