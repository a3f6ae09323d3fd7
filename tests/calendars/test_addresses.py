import logging

import pytest

from portal.calendars import actions, queries
from portal.calendars.rules import LARGEST, fitting
from portal.db.base import db
from portal.db.unit import transaction
from portal.kernel import clock
from portal.members.models import Member


def test_the_headers_are_those_of_a_secret_calendar(cast, booked, linked, fetch):
    booked(cast.ada, "alder", "2026-03-12 10:00", "11:00")
    headers = fetch(linked(cast.ada, "alder")).headers
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["Content-Disposition"] == 'inline; filename="alder.ics"'
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert "noindex" in headers["X-Robots-Tag"]
    assert "Accept-Encoding" in headers["Vary"]
    assert {"Set-Cookie", "WWW-Authenticate", "Location"} & set(headers.keys()) == set()


def test_the_address_is_short_and_the_token_long(cast, linked):
    address = "https://grove.example" + linked(cast.ada)
    assert len(address) < 200
    assert len(address.split("/")[4]) == 32


def test_head_tells_the_same_without_the_calendar(cast, booked, linked, fetch):
    booked(cast.ada, "alder", "2026-03-12 10:00", "11:00")
    address = linked(cast.ada)
    whole, head = fetch(address), fetch(address, method="HEAD")
    assert head.data == b""
    for name in ("ETag", "Last-Modified", "Content-Type", "Content-Length"):
        assert head.headers[name] == whole.headers[name]
    fetch(address, method="HEAD", If_None_Match=whole.headers["ETag"], expect=304)


def test_options_says_what_one_may_do(cast, linked, fetch):
    assert fetch(linked(cast.ada), method="OPTIONS", expect=204).headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "PROPFIND", "REPORT", "MKCALENDAR", "LOCK"])
def test_a_feed_is_for_reading(cast, linked, fetch, method):
    response = fetch(linked(cast.ada), method=method, expect=405)
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert response.mimetype == "text/plain"


@pytest.mark.parametrize("token", ["x" * 32, "short", "%00" * 32, "ü" * 32, "x" * 900])
def test_an_unknown_address_is_plainly_not_there(cast, fetch, token):
    response = fetch(f"/cal/{token}/bookings.ics", expect=404)
    assert response.mimetype == "text/plain"
    assert "Set-Cookie" not in response.headers


def test_who_guesses_is_stopped_and_nobody_else(cast, linked, fetch, at):
    address = linked(cast.ada)
    for number in range(30):
        fetch(f"/cal/{number:032}/bookings.ics", expect=404)
    assert fetch(f"/cal/{31:032}/bookings.ics", expect=429).headers["Retry-After"]
    fetch(address)
    at.later(minutes=1)
    fetch(f"/cal/{31:032}/bookings.ics", expect=404)


def test_a_revoked_link_is_gone(cast, linked, fetch):
    address, other = linked(cast.ada), linked(cast.ada, label="Google")
    newest, first = queries.links_of(cast.ada)
    actions.revoke(first, by=cast.ada, at=clock.now())
    assert fetch(address, expect=410).mimetype == "text/plain"
    fetch(other)
    assert queries.links_of(cast.ada) == [newest]


def test_who_has_left_has_no_calendar(cast, linked, fetch):
    address = linked(cast.ada, "alder")
    with transaction():
        db.session.get_one(Member, cast.ada.id).left_on = clock.now().date()
    fetch(address, expect=410)


def test_the_slug_only_names_the_calendar(cast, linked, fetch):
    token = linked(cast.ada).split("/")[2]
    assert fetch(f"/cal/{token}/anything.ics").status_code == 200
    fetch(f"/cal/{token}/anything.html", expect=404)


# --- What is kept -----------------------------------------------------------------------------------


def test_the_last_fetch_is_noted_once_a_minute(cast, linked, fetch, at):
    address = linked(cast.ada)
    fetch(address, User_Agent="Google-Calendar-Importer")
    at.later(seconds=30)
    fetch(address, User_Agent="iOS/19.0 (23A100) dataaccessd/1.0")
    (link,) = queries.links_of(cast.ada)
    assert (link.fetch_count, link.fetched_by) == (1, "Google Calendar")
    at.later(seconds=31)
    fetch(address, User_Agent="Mozilla/5.0 (X11; Linux) Gecko/20100101 Thunderbird/140.0")
    db.session.expire_all()
    assert (link.fetch_count, link.fetched_by, link.fetched_at) == (2, "Thunderbird", at.now)


def test_the_token_is_kept_nowhere_and_logged_nowhere(app, cast, linked, fetch, caplog):
    caplog.set_level(logging.DEBUG)
    address = linked(cast.ada)
    token = address.split("/")[2]
    fetch(address)
    fetch(f"/cal/{token[::-1]}/bookings.ics", expect=404)
    rows = db.session.execute(db.text("select * from calendar_link")).all()
    assert token not in repr(rows) + caplog.text
    assert token[::-1] not in caplog.text


def test_a_year_of_bookings_stays_below_what_google_takes():
    events = [b"x" * 1000] * 2000
    assert sum(map(len, fitting(events))) <= LARGEST
    assert len(fitting(events)) == 890


def test_the_edition_has_the_time_of_the_newest_change(cast, booked, linked, fetch, at):
    address = linked(cast.ada, "alder")
    at.later(hours=2)
    booked(cast.ben, "alder", "2026-03-12 10:00", "11:00")
    told = fetch(address).headers["Last-Modified"]
    assert told == "Tue, 10 Mar 2026 11:00:00 GMT"
