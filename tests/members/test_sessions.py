"""How long one stays signed in, and where."""

from sqlalchemy import select

from portal.db.base import db
from portal.members import actions, jobs
from portal.members.models import WebSession
from tests.cast import PASSWORD


def is_in(visitor):
    """Whether this visitor is still signed in."""
    return visitor.client.get("/me/sessions", base_url=visitor.base_url).status_code == 200


def test_a_member_stays_in_for_twelve_idle_hours(visit, cast, at):
    ada = visit.as_(cast.ada)
    at.later(hours=11, minutes=59)
    assert is_in(ada)


def test_and_no_longer(visit, cast, at):
    ada = visit.as_(cast.ada)
    at.later(hours=12)
    assert not is_in(ada)


def test_the_desk_stays_in_for_half_an_idle_hour(visit, cast, at):
    cleo = visit.as_(cast.cleo)
    at.later(minutes=29)
    assert is_in(cleo)
    at.later(minutes=29)
    assert is_in(cleo)
    at.later(minutes=30)
    assert not is_in(cleo)


def test_nobody_stays_in_for_more_than_twenty_hours(visit, cast, at):
    ada = visit.as_(cast.ada)
    for _ in range(3):
        at.later(hours=6)
        assert is_in(ada)
    at.later(hours=2)
    assert not is_in(ada)


def test_the_last_use_is_noted_at_most_once_a_minute(visit, cast, at, app):
    ada = visit.as_(cast.ada)
    begun = at.now
    at.later(seconds=59)
    assert is_in(ada)
    assert db.session.scalars(select(WebSession)).one().seen_at == begun
    used = at.later(seconds=1)
    assert is_in(ada)
    assert db.session.scalars(select(WebSession)).one().seen_at == used


def test_whoever_leaves_is_out_at_once(visit, cast, at):
    ada = visit.as_(cast.ada)
    actions.see_out(cast.ada, by=cast.cleo, at=at.now)
    assert not is_in(ada)
    page = visit.post("/sign-in", {"email": cast.ada.email, "password": PASSWORD}, expect=422)
    assert "do not belong together" in page


def test_a_new_password_ends_every_session(visit, cast, at):
    ada, again = visit.as_(cast.ada), visit.as_(cast.ada)
    actions.set_password(cast.ada, "a very different kettle", by=cast.ada, at=at.now)
    assert not is_in(ada)
    assert not is_in(again)
    assert is_in(visit.as_(cast.ada, password="a very different kettle"))


def test_one_device_ends_another(visit, cast):
    laptop, phone = visit.as_(cast.ada), visit.as_(cast.ada)
    page = laptop.get("/me/sessions")
    assert len(page.all("main li.job")) == 2
    laptop.submit(page, 'form[action*="/me/sessions/"]')
    assert is_in(laptop)
    assert not is_in(phone)


def test_nobody_ends_anothers(visit, cast, app):
    ada, ben = visit.as_(cast.ada), visit.as_(cast.ben)
    hers = db.session.scalars(select(WebSession).where(WebSession.member_id == cast.ada.id)).one()
    ben.get("/me/sessions")
    ben.post(f"/me/sessions/{hers.public_id}/ending", expect=404)
    ben.post("/me/sessions/ending")
    assert is_in(ada)


def test_signing_out_everywhere_else_leaves_this_one(visit, cast):
    here, there, elsewhere = (visit.as_(cast.ada) for _ in range(3))
    here.submit(here.get("/me/sessions"), "Sign out everywhere else")
    assert is_in(here)
    assert not is_in(there)
    assert not is_in(elsewhere)


def test_old_sessions_are_forgotten_after_a_month(visit, cast, at, app):
    visit.as_(cast.ada)
    at.later(days=29)
    jobs.tidy()
    assert db.session.scalars(select(WebSession)).all()
    at.later(days=2)
    jobs.tidy()
    assert not db.session.scalars(select(WebSession)).all()
