"""The ground the tests stand on holds."""

from datetime import UTC, datetime
from email.message import EmailMessage
from smtplib import SMTP

from sqlalchemy import func, select

from portal.db.base import db
from portal.kernel import clock
from portal.members.models import Member, WebSession
from tests.cast import a_member


def test_the_cast_is_in_a_fresh_database(cast):
    assert db.session.scalar(select(func.count()).select_from(Member)) == 5
    assert cast.ada.company.name == "Fernhill Studio"


def test_and_so_it_is_for_the_next_test(cast):
    assert db.session.scalar(select(func.count()).select_from(Member)) == 5
    assert cast.cleo.is_staff


def test_the_clock_stands_still_until_it_is_moved(at):
    assert clock.now() == datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
    at("2026-03-29 02:30")
    assert clock.now() == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert at.later(minutes=5) == clock.now() == datetime(2026, 3, 29, 1, 35, tzinfo=UTC)


def test_letters_arrive_at_a_real_server(mailbox):
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "desk@grove.example", "ada@grove.example", "Grüße"
    letter.set_content("Come in: https://grove.example/join/abc")
    with SMTP("127.0.0.1", mailbox.port) as server:
        server.send_message(letter)
    assert mailbox.one("ada@grove.example").subject == "Grüße"
    assert mailbox.one("ada@grove.example").link("/join/") == "https://grove.example/join/abc"


def test_nothing_of_an_unsaved_member_is_left(app):
    a_member("Nobody Atall")
    assert db.session.scalar(select(func.count()).select_from(Member)) == 0


def test_a_page_is_looked_at_closely(visit):
    assert visit.get("/sign-in").h1


def test_a_visitor_signs_in_through_the_form(visit, cast):
    ada = visit.as_(cast.ada)
    assert "Ada" in ada.get("/me/sessions")
    assert visit.get("/me/sessions", expect=303).location.startswith("/sign-in")


def test_what_a_visit_changed_is_seen_at_once(visit, cast, app):
    assert db.session.scalar(select(func.count()).select_from(WebSession)) == 0
    visit.as_(cast.ada)
    assert db.session.scalar(select(func.count()).select_from(WebSession)) == 1


def test_a_form_without_its_token_is_refused(visit, cast):
    ada = visit.as_(cast.ada)
    ada.post("/me/sessions/ending", csrf=False, expect=403)
    ada.post("/me/sessions/ending")
