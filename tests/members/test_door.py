"""Coming in and going out."""

import time

import pytest
from sqlalchemy import select

from portal.db.base import db
from portal.members import passwords
from portal.members.models import AuditEntry, Member, WebSession
from tests.cast import PASSWORD

HOST, COOKIE = "grove.example", "__Host-grove"


def come_in(visitor, email, password=PASSWORD, **more):
    """Fill in the door's form and send it."""
    expect = more.pop("expect", 303)
    return visitor.submit(visitor.get("/sign-in"), "Come in", email=email, password=password, expect=expect, follow=False, **more)


def cookie_of(visitor):
    """The session cookie, as somebody copies it."""
    return visitor.client.get_cookie(COOKIE, HOST).value


def with_cookie(visit, value):
    """Another browser with a copied cookie."""
    other = visit.new()
    other.client.set_cookie(COOKIE, value, domain=HOST, secure=True)
    return other


def test_the_right_password_opens_the_door(visit, cast):
    page = come_in(visit, cast.ada.email)
    assert page.location == "/"
    visit.get("/")


def test_the_address_may_be_typed_in_any_case(visit, cast):
    come_in(visit, f"  {cast.ada.email.upper()} ")
    visit.get("/me/sessions")


def test_who_is_wrong_is_not_told_which_half(visit, cast):
    wrong = come_in(visit, cast.ada.email, "not hers", expect=422)
    unknown = come_in(visit, cast.eve.email, "not hers", expect=422)
    former = come_in(visit, cast.dora.email, PASSWORD, expect=422)
    said = {page.text.replace(who.email, "") for page, who in ((wrong, cast.ada), (unknown, cast.eve), (former, cast.dora))}
    assert len(said) == 1
    assert "do not belong together" in wrong


def test_what_was_typed_is_kept_but_not_the_password(visit, cast):
    page = come_in(visit, cast.ada.email, "a typo I made", expect=422)
    assert page.one("input[name=email]")["value"] == cast.ada.email
    assert "a typo I made" not in page.html


def test_an_unknown_address_takes_as_long_as_a_known_one():
    kept = passwords.hashed(PASSWORD)
    passwords.fits(None, "warm up")

    def lasting(hash_):
        began = time.perf_counter()
        assert not passwords.fits(hash_, "wrong")
        return time.perf_counter() - began

    known, unknown = (min(lasting(each) for _ in range(5)) for each in (kept, None))
    assert 0.5 < known / unknown < 2


def test_passwords_are_kept_as_argon2id_at_todays_cost(visit, cast, app):
    assert passwords.hashed("x").startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    come_in(visit, cast.ada.email)
    kept = db.session.scalar(select(Member.password_hash).where(Member.id == cast.ada.id))
    assert kept
    assert not passwords.is_dated(kept)


@pytest.mark.parametrize("address", ["/rooms?people=4", "/people"])
def test_one_arrives_where_one_was_going(visit, cast, address):
    asked = visit.get(address, expect=303)
    page = visit.submit(visit.get(asked.location), "Come in", email=cast.ada.email, password=PASSWORD, follow=False, expect=303)
    assert page.location == address


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "/\t/evil"],
)
def test_nobody_is_sent_out_of_the_house(visit, cast, address):
    data = {"email": cast.ada.email, "password": PASSWORD, "next": address}
    assert visit.post("/sign-in", data).location == "/"


def test_a_cookie_from_before_signing_in_opens_nothing(visit, cast):
    visit.get("/sign-in")
    planted = cookie_of(visit)
    come_in(visit, cast.ada.email)
    assert cookie_of(visit) != planted
    thief = with_cookie(visit, planted)
    assert thief.get("/people", expect=303).location.startswith("/sign-in")


def test_a_copied_cookie_is_dead_after_signing_out(visit, cast):
    ada = visit.as_(cast.ada)
    thief = with_cookie(visit, cookie_of(ada))
    thief.get("/me/sessions")
    page = ada.post("/sign-out")
    assert page.location == "/sign-in"
    assert page.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert thief.get("/me/sessions", expect=303).location.startswith("/sign-in")
    assert "You are signed out" in ada.get("/sign-in")


def test_the_table_knows_only_a_hash_of_the_token(visit, cast, app):
    ada = visit.as_(cast.ada)
    with ada.client.session_transaction(base_url=ada.base_url) as cookie:
        token = cookie["_user_id"]
    row = db.session.scalars(select(WebSession)).one()
    assert token.encode() not in row.token_hash
    assert len(token) >= 43


def test_signing_in_ends_the_session_before_on_that_device(visit, cast):
    ada = visit.as_(cast.ada)
    old = cookie_of(ada)
    ada.post("/sign-in", {"email": cast.ben.email, "password": PASSWORD})
    thief = with_cookie(visit, old)
    thief.get("/me/sessions", expect=303)


def test_the_cookies_are_closed(visit, cast):
    page = come_in(visit, cast.ada.email)
    for cookie in page.headers.getlist("Set-Cookie"):
        assert cookie.startswith("__Host-")
        assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))


def test_whoever_is_in_already_goes_on(visit, cast):
    assert visit.as_(cast.ada).get("/sign-in?next=/people", expect=303).location == "/people"


def test_who_came_in_and_who_was_refused_is_noted_without_words(visit, cast, app):
    come_in(visit, cast.ada.email, "not hers", expect=422)
    come_in(visit, cast.ada.email)
    noted = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.deed for entry in noted] == ["member.sign_in_refused", "member.signed_in"]
    assert all("not hers" not in entry.detail and "@" not in entry.about for entry in noted)


def test_the_demo_people_are_shown_in_a_demo_house_only(visit, cast):
    page = visit.get("/sign-in")
    assert "grove-demo" not in page.html
    assert cast.ada.email not in page.html
