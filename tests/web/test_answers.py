"""What is answered when something is refused: the right status, a sentence, the strict headers, nothing lost."""

import pytest
from sqlalchemy.exc import OperationalError

from portal.house import queries
from portal.web.access import Access, access


def test_what_does_not_exist_is_a_page_of_ours(visit):
    page = visit.get("/no/such/thing", expect=404)
    assert page.h1 == "Nothing here"


def test_a_form_at_an_address_for_reading_is_told_so(visit):
    page = visit.post("/healthz", expect=405)
    assert "for reading" in page
    assert "GET" in page.headers["Allow"]


def test_a_foreign_host_is_not_ours(app):
    answer = app.test_client().get("/sign-in", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert b"evil.example" not in answer.data


def test_a_form_from_another_site_is_left_alone(visit):
    page = visit.post("/sign-in", {"email": "ada@grove.example"}, headers={"Sec-Fetch-Site": "cross-site"}, expect=403)
    assert "another site" in page
    page = visit.post("/sign-in", {"email": "ada@grove.example"}, headers={"Origin": "https://evil.example"}, expect=403)
    assert "another site" in page


def test_too_large_a_body_is_refused_with_a_sentence(visit, cast):
    ada = visit.as_(cast.ada)
    page = ada.post("/requests", {"words": "x" * (13 * 1024 * 1024)}, expect=413)
    assert "more than we can take" in page


def test_a_stale_form_keeps_what_was_typed(visit, cast):
    ada = visit.as_(cast.ada)
    page = ada.post("/requests", {"words": "The kettle is cold", "csrf_token": "from another time"}, expect=403)
    assert "The kettle is cold" in page
    assert ada.submit(page, "Send it", expect=200)
    assert "The kettle is cold" in ada.get("/requests")


def test_a_form_after_the_session_ended_keeps_what_was_typed(visit, cast, at):
    ada = visit.as_(cast.ada)
    at.later(hours=13)
    page = ada.post("/requests", {"words": "The kettle is cold"}, expect=403)
    assert "The kettle is cold" in page


def test_an_unexpected_error_shows_a_number_and_nothing_else(app, visit, caplog):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions["health.alive"] = access(Access.PUBLIC)(lambda: 1 / 0)
    page = visit.get("/healthz", expect=500)
    (record,) = [record for record in caplog.records if hasattr(record, "error_id")]
    assert record.error_id in page.text
    assert "ZeroDivisionError" not in page.html
    assert record.exc_info


@pytest.mark.parametrize("where", ["/sign-in", "/"])
def test_a_database_that_is_away_is_a_503_that_needs_no_database(app, visit, monkeypatch, where):
    def away(*_):
        raise OperationalError("SELECT 1", {}, Exception("server closed the connection"))

    monkeypatch.setattr(queries, "location", away)
    app.view_functions["health.alive"] = access(Access.PUBLIC)(away)
    page = visit.get("/healthz", expect=503)
    assert page.headers["Retry-After"]
    assert "Nothing was lost" in page


def test_a_file_asked_for_by_its_hash_is_kept_for_ever(app, visit):
    address = visit.get("/sign-in").one('link[href*="base.css"]')["href"]
    client = app.test_client()
    by_hash, by_name = (client.get(path, base_url=visit.base_url) for path in (address, address.partition("?")[0]))
    by_hash.close()
    by_name.close()
    assert "immutable" in by_hash.headers["Cache-Control"]
    assert by_name.headers["Cache-Control"] == "no-cache"


def test_private_pages_are_kept_by_nobody(visit, cast):
    page = visit.as_(cast.ada).get("/")
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Vary"] == "Cookie, HX-Request, HX-Target"
    assert "noindex" in page.headers["X-Robots-Tag"]


def test_over_tls_the_browser_is_told_to_stay_there(visit):
    assert visit.get("/sign-in").headers["Strict-Transport-Security"].startswith("max-age=63072000")
