"""Forms that arrive too late, or from elsewhere: refused, and nothing that was typed is lost."""

import pytest

from tests.cast import PASSWORD

TYPED = {"kind": "coffee", "text": "Oat milk, told me on the stairs"}


def test_what_was_typed_survives_the_end_of_a_session(visit, cast, at):
    cleo = visit.as_(cast.cleo)
    cleo.get("/me/sessions")
    at.later(minutes=31)
    page = cleo.post("/me/sessions/ending", TYPED, expect=403)
    assert TYPED["text"] in page
    page = cleo.submit(page, "Come in", email=cast.cleo.email, password="mistyped", expect=422)
    assert TYPED["text"] in page
    page = cleo.submit(page, "Come in", email=cast.cleo.email, password=PASSWORD)
    assert TYPED["text"] in page
    form = page.form("Send it")
    assert form["action"] == "/me/sessions/ending"
    assert form.find("input", attrs={"name": "text"})["value"] == TYPED["text"]
    assert cleo.submit(page, "Send it", expect=303, follow=False).location == "/me/sessions"


def test_and_leads_nowhere_outside(visit, cast):
    data = {"email": cast.ada.email, "password": PASSWORD, "again": "https://evil.example/", "kept-text": "x"}
    assert visit.post("/sign-in", data).location == "/"


def test_a_form_without_its_token_is_shown_again_with_what_was_typed(visit, cast):
    ada = visit.as_(cast.ada)
    page = ada.post("/me/sessions/ending", TYPED, csrf=False, expect=403)
    assert TYPED["text"] in page
    ada.submit(page, "Send it")


def test_secrets_are_not_kept(visit, cast):
    ada = visit.as_(cast.ada)
    page = ada.post("/me/sessions/ending", {"password": "hush, a secret"}, csrf=False, expect=403)
    assert "hush" not in page.html


def test_a_stale_sign_in_form_is_simply_shown_again(visit, cast):
    page = visit.post("/sign-in", {"email": cast.ada.email, "password": PASSWORD}, csrf=False, expect=403)
    assert page.h1 == "Come in"
    assert page.one("input[name=email]")["value"] == cast.ada.email
    assert PASSWORD not in page.html
    visit.submit(page, "Come in", password=PASSWORD)
    visit.get("/me/sessions")


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/me/sessions/ending"])
@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}]
)
def test_a_form_from_another_site_is_left_alone(visit, cast, path, headers):
    ada = visit.as_(cast.ada)
    ada.get("/me/sessions")
    data = {"email": cast.ben.email, "password": PASSWORD}
    ada.post(path, data, headers=headers, expect=403)
    assert "Ada Okafor, your account" in ada.get("/me/sessions")


def test_signing_out_needs_a_token_too(visit, cast):
    ada = visit.as_(cast.ada)
    ada.post("/sign-out", csrf=False, expect=403)
    ada.get("/me/sessions")
    ada.get("/sign-out", expect=405)
