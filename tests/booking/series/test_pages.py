"""Repeating bookings through their pages, as a browser without scripts sees them."""

from datetime import date

import pytest

from portal.booking import queries as bookings
from portal.booking.rules import Status
from portal.db.base import db
from portal.kernel import clock
from tests.booking.series.conftest import series_of, walls

FORM = "/bookings/new?room=alder&day=2026-03-10&starts=10:00&ends=11:00"
BARE = {"room": "alder", "day": "2026-03-10", "starts": "10:00", "ends": "11:00", "title": "Print review"}
WEEKLY = "FREQ=WEEKLY;BYDAY=TU"
MARCH_17 = date(2026, 3, 17)


@pytest.fixture
def ada(visit, cast, rooms):
    return visit.as_(cast.ada)


def mine(cast):
    db.session.expire_all()
    return bookings.bookings_of(cast.ada, since=clock.now())


def test_choosing_how_often_shows_every_date_first(ada, cast, book):
    book(cast.ben, "alder", "10:00", "11:00", day=MARCH_17, title="Secret merger")
    page = ada.submit(ada.get(FORM), "Book Alder", repeats=WEEKLY, times="4", title="Print review")
    assert page.h1 == "Alder, every Tuesday, four times"
    assert "Three of four are free. On 17 March Alder is taken, so we pencil in Birch, same time." in page
    assert "merger" not in page
    assert mine(cast) == []
    page = ada.submit(page, "Book these four dates", **{"on-2026-03-24": "", "on-2026-03-17": "cedar"})
    assert page.h1 == "Print review"
    assert "Alder is yours, every Tuesday, three times." in page
    assert walls(mine(cast)) == ["03-10 10:00 alder", "03-17 10:00 cedar", "03-31 10:00 alder"]


def test_the_details_can_be_changed_after_the_dates_were_seen(ada):
    page = ada.submit(ada.get(FORM), "Book Alder", repeats=WEEKLY, times="4", title="Print review")
    page = ada.submit(page, "Change the details")
    assert [tag["value"] for tag in page.all("#f-title")] == ["Print review"]
    assert [tag["value"] for tag in page.all("#f-repeats option[selected]")] == [WEEKLY]


def test_what_is_taken_meanwhile_updates_the_page_and_keeps_what_was_chosen(ada, cast, book):
    page = ada.submit(ada.get(FORM), "Book Alder", repeats=WEEKLY, times="4", title="Print review")
    book(cast.ben, "alder", "10:00", "11:00", day=date(2026, 3, 31))
    page = ada.submit(page, "Book these four dates", expect=409, **{"on-2026-03-17": ""})
    assert "Not every date can be had like that. Nothing is booked yet" in page
    assert [tag["value"] for tag in page.all("select[name='on-2026-03-17'] option[selected]")] == [""]
    assert mine(cast) == []
    ada.submit(page, "Book these three dates")
    assert walls(mine(cast)) == ["03-10 10:00 alder", "03-24 10:00 alder", "03-31 10:00 birch"]


def test_a_program_that_says_the_rule_books_at_once_if_all_is_free(ada, cast):
    ada.get("/bookings/new")
    ada.post("/bookings", {**BARE, "repeats": "FREQ=WEEKLY;COUNT=2"})
    assert [each.title for each in mine(cast)] == ["Print review"] * 2


def test_a_program_is_told_what_is_in_the_way(ada, cast, book):
    book(cast.ben, "alder", "10:00", "11:00", day=MARCH_17)
    ada.post("/bookings", {**BARE, "repeats": "FREQ=WEEKLY;COUNT=2"}, expect=409)
    ada.post("/bookings", {**BARE, "repeats": "FREQ=DAILY;COUNT=6"}, expect=422)
    ada.post("/bookings", {**BARE, "repeats": "FREQ=DAILY", "until": "2026-03-11"})
    assert len(mine(cast)) == 2


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"repeats": WEEKLY}, "When does it end? Say how many times, or until which day."),
        ({"repeats": WEEKLY, "times": "200"}, "That makes more than 104 dates."),
        ({"repeats": WEEKLY, "until": "soon"}, "Until which day? Write it like 2026-06-11."),
        ({"repeats": WEEKLY, "times": "many"}, "How many times?"),
        ({"repeats": "FREQ=SECONDLY;COUNT=3"}, "We do not know that way of repeating."),
    ],
)
def test_a_rule_that_makes_no_sense_is_said_at_its_field(ada, said, answer):
    page = ada.post("/bookings", {**BARE, **said}, expect=422)
    assert answer in page
    assert [tag["value"] for tag in page.all("#f-title")] == ["Print review"]


def test_a_series_says_so_on_its_pages(ada, cast, repeat):
    dates = repeat(cast.ada, title="Print review")
    page = ada.get(f"/bookings/{dates[1].public_id}")
    assert "Part of a series: every Tuesday, four times." in page
    page = ada.get(f"/bookings/series/{series_of(dates).public_id}")
    assert len(page.all(".job")) == 4
    assert "one of a series" in ada.get("/bookings")


def test_nobody_sees_anothers_series(visit, cast, repeat):
    series = series_of(repeat(cast.ada))
    visit.as_(cast.ben).get(f"/bookings/series/{series.public_id}", expect=404)
    visit.as_(cast.cleo).get(f"/bookings/series/{series.public_id}")


def test_this_and_the_following_dates_move(ada, cast, repeat):
    dates = repeat(cast.ada)
    page = ada.get(f"/bookings/{dates[2].public_id}")
    page = ada.submit(page, "Save the change", scope="following", starts="14:00", ends="15:00")
    assert "Changed. The new invitation is on its way." in page
    assert [wall.split()[1] for wall in walls(mine(cast))] == ["10:00", "10:00", "14:00", "14:00"]


def test_dates_that_cannot_move_are_asked_about(ada, cast, repeat, book):
    dates = repeat(cast.ada)
    book(cast.ben, "alder", "14:00", "15:00", day=MARCH_17)
    page = ada.get(f"/bookings/{dates[0].public_id}")
    page = ada.submit(page, "Save the change", expect=409, scope="all", starts="14:00", ends="15:00")
    assert page.h1 == "One date cannot be had like that"
    ada.submit(page, "Save the change", **{"on-2026-03-17": "stay"})
    assert [wall.split()[1] for wall in walls(mine(cast))] == ["14:00", "10:00", "14:00", "14:00"]


@pytest.mark.parametrize(("scope", "left"), [("one", 3), ("following", 1), ("all", 0)])
def test_dates_are_given_back_by_scope(ada, cast, repeat, scope, left):
    dates = repeat(cast.ada)
    ada.submit(ada.get(f"/bookings/{dates[1].public_id}"), "Yes, give Alder back", scope=scope)
    assert len(mine(cast)) == left
    assert dates[1].status == Status.CANCELLED


def test_nobody_gives_anothers_series_back(visit, cast, repeat):
    dates = repeat(cast.ada)
    ben = visit.as_(cast.ben)
    ben.get("/bookings")
    ben.post(f"/bookings/{dates[0].public_id}/cancellation", {"scope": "all"}, expect=404)
    ben.post(f"/bookings/{dates[0].public_id}/move", {"scope": "all", "starts": "12:00", "ends": "13:00"}, expect=404)
    assert len(mine(cast)) == 4


def test_staff_book_closed_days_with_a_reason(visit, cast, rooms):
    cleo = visit.as_(cast.cleo)
    page = cleo.submit(cleo.get(FORM), "Book Alder", repeats="FREQ=DAILY", times="6")
    assert "On Saturday 14 March" in page or "closed on Saturday 14 March" in page
    page = cleo.submit(page, "Look again with this reason", reason="Open weekend")
    assert "All six are free." in page
    cleo.submit(page, "Book these six dates")
    assert len(bookings.bookings_of(cast.cleo, since=clock.now())) == 6
