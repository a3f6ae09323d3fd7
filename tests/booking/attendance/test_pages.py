"""Check-in through the pages: the ticket on the start page, the booking, the link in the letter; and who may not."""

import re

import pytest
from sqlalchemy import select

from portal.booking.attendance import jobs
from portal.booking.attendance.rules import How
from portal.booking.rules import Status
from portal.db.base import db
from portal.outbox.models import Letter


@pytest.fixture
def ada(visit, cast, rooms):
    return visit.as_(cast.ada)


def the_link() -> str:
    """Where the latest letter leads."""
    letter = db.session.scalars(select(Letter).order_by(Letter.id.desc()).limit(1)).one()
    return str(re.findall(r"https://grove\.example(/check-in/\S+)", letter.text)[0])


def test_one_tap_on_the_start_page_checks_in(visit, cast, coming):
    ada = visit.as_(cast.ada)
    page = ada.get("/")
    assert "Check in by 14:10, else the room is passed on." in page
    page = ada.submit(page, "Check in")
    assert page.path == "/"
    assert "Checked in. Cedar is yours until 16:00." in page
    assert "Check in" not in page.buttons
    assert coming.checked_in_how == How.PORTAL


def test_a_booking_is_made_longer_and_ended_from_its_page(visit, cast, coming, at):
    at("2026-03-10 15:20")
    ada = visit.as_(cast.ada)
    page = ada.get(f"/bookings/{coming.public_id}")
    page = ada.submit(page, "Extend Until 16:15")
    assert "Cedar is yours, 14:00 to 16:15." in page
    page = ada.submit(page, "End now")
    assert "Thank you. Cedar is free for others now." in page
    assert "You were done early." in page
    assert "End now" not in page.buttons
    assert coming.status == Status.ENDED


def test_it_cannot_be_longer_than_the_room_is_free_and_there_are_ways_round(visit, cast, coming, book, at):
    book(cast.ben, "cedar", "16:15", "17:15", title="Secret")
    at("2026-03-10 15:20")
    ada = visit.as_(cast.ada)
    page = ada.post(f"/bookings/{coming.public_id}/extension", {"ends": "17:00"}, expect=409)
    assert any(button.startswith("Take") for button in page.buttons)
    assert "Secret" not in page.html
    ada.post(f"/bookings/{coming.public_id}/extension", {"ends": "19:30"}, expect=422)
    ada.post(f"/bookings/{coming.public_id}/extension", expect=422)


def test_where_nobody_has_to_check_in_nobody_is_asked_to(ada, cast, book, at):
    booking = book(cast.ada, "alder", "09:15", "10:00")
    page = ada.get("/")
    assert "Check in" not in page.buttons
    ada.post(f"/bookings/{booking.public_id}/check-in")
    assert booking.checked_in_at


@pytest.mark.parametrize("deed", ["check-in", "end", "extension"])
def test_another_members_booking_is_not_found(visit, cast, coming, deed):
    path = f"/bookings/{coming.public_id}/{deed}"
    visit.as_(cast.ben).post(path, {"ends": "17:00"}, expect=404)
    visit.new().post(path, {"ends": "17:00"}, expect=403)
    assert coming.checked_in_at is None


def test_the_desk_checks_somebody_in_and_sees_who_did_not_come(visit, cast, coming, book, at):
    second = book(cast.ada, "cedar", "17:00", "18:00")
    cleo = visit.as_(cast.cleo)
    assert "Check in" in cleo.get(f"/bookings/{coming.public_id}").buttons
    at("2026-03-10 14:20")
    jobs.release_no_shows()
    at("2026-03-10 17:20")
    jobs.release_no_shows()
    assert "Nobody came two times" in visit.as_(cast.cleo).get(f"/bookings/{second.public_id}")
    page = visit.as_(cast.ada).get(f"/bookings/{second.public_id}")
    assert "Nobody checked in, so the room was passed on." in page
    assert "Nobody came" not in page


def test_too_early_says_from_when(visit, cast, coming, at):
    at("2026-03-10 13:00")
    page = visit.as_(cast.ada).post(f"/bookings/{coming.public_id}/check-in", expect=409)
    assert "Check-in opens at 13:45" in page


# --- The link in the letter ---------------------------------------------------------------------------------------


def test_the_link_shows_and_only_its_button_checks_in(visit, coming):
    jobs.remind_of_check_in()
    stranger, link = visit.new(), the_link()
    page = stranger.get(link)
    assert page.h1 == "Cedar"
    assert "Merger" not in page.html
    assert coming.checked_in_at is None
    page = stranger.submit(page, "Check in")
    assert "You are checked in. Enjoy the room." in page
    assert coming.checked_in_how == How.LETTER


def test_the_link_opens_nothing_else_and_cannot_be_guessed(visit, cast, coming, book):
    other = book(cast.ben, "cedar", "17:00", "18:00")
    jobs.remind_of_check_in()
    stranger, link = visit.new(), the_link()
    seal = link.rpartition(".")[2]
    stranger.get(f"/check-in/{other.public_id}.{seal}", expect=404)
    stranger.get(f"/check-in/{coming.public_id}.{'0' * 32}", expect=404)
    stranger.post(f"/check-in/{coming.public_id}.{'0' * 32}", expect=404)
    stranger.get(f"/bookings/{coming.public_id}", expect=303)


def test_the_link_is_over_when_the_booking_is(visit, coming, at):
    jobs.remind_of_check_in()
    stranger, link = visit.new(), the_link()
    at("2026-03-10 14:10")
    jobs.release_no_shows()
    assert "nothing to check in to any more" in stranger.get(link)
    assert "passed on" in stranger.post(link, expect=409)
    at("2026-03-10 16:00")
    page = stranger.get(link)
    assert "This one is over." in page
    assert "Check in" not in page.buttons


# --- Setting it up -------------------------------------------------------------------------------------------------


def test_a_manager_says_how_long_a_room_is_kept_and_nobody_else(visit, cast, rooms):
    visit.as_(cast.cleo).get("/manage/rooms/cedar", expect=404)
    max_ = visit.as_(cast.max)
    page = max_.get("/manage/rooms/cedar")
    page = max_.submit(page, "Save Cedar", check_in_minutes="12")
    assert "Saved." in page
    assert rooms["cedar"].check_in_minutes == 12
    max_.submit(page, "Save Cedar", check_in_minutes="241", expect=422)
