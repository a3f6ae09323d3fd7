"""Staff read what the house has mailed."""

import pytest
from sqlalchemy import select

import config
from portal.db.base import db
from portal.members.models import AuditEntry
from portal.outbox import delivery, queries
from tests.outbox.drafts import draft, posted
from tests.outbox.test_envelope import INVITATION


def test_staff_read_every_letter_and_where_it_is(visit, cast, at, mailbox):
    posted(draft(html="<p>.</p>", calendar=INVITATION, calendar_method="REQUEST"), at=at)
    cleo = visit.as_(cast.cleo)
    page = cleo.get("/desk/outbox")
    assert "On its way" in page
    delivery.deliver_due()
    page = cleo.click(cleo.get("/desk/outbox"), "Alder is yours")
    assert "From ten." in page
    assert "Sent" in page
    assert "METHOD:REQUEST" in page


def test_a_refused_letter_can_be_sent_again(visit, cast, at, mailbox):
    posted(draft(), at=at)
    mailbox.answer("550 No such person", times=1)
    delivery.deliver_due()
    cleo = visit.as_(cast.cleo)
    page = cleo.get(f"/desk/outbox/{queries.failed()[0].public_id}")
    assert "No such person" in page
    page = cleo.submit(page, "Send it again")
    assert "On its way" in page
    delivery.deliver_due()
    assert len(mailbox.letters) == 1
    assert "letter.tried_again" in db.session.scalars(select(AuditEntry.deed)).all()


def test_members_find_no_letters(visit, cast, at):
    posted(draft(), at=at)
    ada = visit.as_(cast.ada)
    ada.get("/desk/outbox", expect=404)
    ada.get(f"/desk/outbox/{queries.letters()[0].public_id}", expect=404)


def test_a_letter_that_does_not_exist_is_not_found(visit, cast):
    visit.as_(cast.cleo).get("/desk/outbox/nothing", expect=404)


class TestAHouseThatSendsNoMail:
    @pytest.fixture
    def settings(self, settings):
        return config.Settings(
            **{
                **{name: getattr(settings, name) for name in ("secret_key", "base_url", "database_url", "data_dir")},
                "mail_url": "keep:",
            }
        )

    def test_its_letters_are_kept_and_can_be_read(self, visit, cast, at, mailbox):
        posted(draft(), at=at)
        delivery.deliver_due()
        cleo = visit.as_(cast.cleo)
        assert "Kept here" in cleo.get("/desk/outbox")
        assert mailbox.letters == []
