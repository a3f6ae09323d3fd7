"""The demo house holds what it promises, on any day it is furnished."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

import config
from portal.booking.models import Booking
from portal.booking.queries import bookings_between, rooms_of
from portal.db.base import db
from portal.demo.fill import fill, freshen
from portal.helpdesk.models import Ticket
from portal.house.queries import locations
from portal.kernel.zones import day_bounds, local_date
from portal.members.models import Company, Member, Plan, Role
from portal.members.passwords import fits
from portal.members.queries import member_by_email
from portal.outbox.models import Letter
from portal.outbox.rules import State
from portal.reminders import actions as reminders
from portal.reminders.models import Touch

WEDNESDAY = datetime(2026, 3, 11, 9, 20, tzinfo=UTC)


@pytest.fixture
def settings(settings):
    kept = ("secret_key", "database_url", "data_dir")
    values = {name: getattr(settings, name) for name in kept}
    return config.Settings(**values, base_url="http://127.0.0.1:8000", mail_url="keep:", demo=True)


@pytest.fixture
def house(app, at):
    at(WEDNESDAY)
    fill(at=WEDNESDAY)
    return SimpleNamespace(place=locations()[0])


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def booked_on(place, day):
    return bookings_between(place, *day_bounds(day, place.zone))


def test_it_holds_what_the_contract_says(house):
    mill_lane, canal_street = locations()
    assert (mill_lane.full_name, mill_lane.zone_name) == ("Grove at Mill Lane", "Europe/London")
    assert (canal_street.full_name, canal_street.zone_name) == ("Grove at Canal Street", "America/New_York")
    seats = {room.name: room.capacity for room in rooms_of(mill_lane)}
    assert seats == {"Alder": 10, "Birch": 4, "Cedar": 16, "Hazel": 6, "Rowan": 8, "Willow": 2}
    assert [len(room.parts) for room in rooms_of(canal_street)] == [1, 1, 1, 2]
    assert (count(Member), count(Company)) == (60, 25)
    assert set(db.session.scalars(select(Plan.name))) == {"Resident", "Flex", "Day"}


def test_the_four_people_can_sign_in(house):
    for name, role in (("ada", Role.MEMBER), ("ben", Role.MEMBER), ("cleo", Role.COMMUNITY_MANAGER), ("max", Role.MANAGER)):
        member = member_by_email(f"{name}@grove.example")
        assert member is not None
        assert (member.role, fits(member.password_hash, "grove-demo")) == (role, True)


def test_three_weeks_around_today_are_booked_and_today_most_of_all(house):
    today = local_date(WEDNESDAY, house.place.zone)
    days = {booking.starts_at.astimezone(house.place.zone).date() for booking in db.session.scalars(select(Booking))}
    assert {(day - today).days for day in days if abs((day - today).days) < 20} >= {-7, -1, 0, 1, 7, 14}
    assert len(booked_on(house.place, today)) == 24


def test_requests_stand_in_every_state_and_touches_in_most(house):
    assert len(set(db.session.scalars(select(Ticket.status)))) >= 9
    assert 10 <= count(Ticket) <= 15
    assert len(set(db.session.scalars(select(Touch.status)))) >= 5
    assert 10 <= count(Touch) <= 15
    subjects = list(db.session.scalars(select(Ticket.subject)))
    assert any("projector" in subject for subject in subjects)


def test_letters_are_kept_and_none_waits(house):
    letters = list(db.session.scalars(select(Letter)))
    assert {letter.state for letter in letters} == {State.KEPT}
    assert any(letter.calendar for letter in letters)


def test_adas_first_booking_suggests_a_note(house, visit, at):
    ada = visit.new()
    page = ada.get("/sign-in")
    ada.submit(page, 'form[action*="/sign-in"]', email="ada@grove.example", password="grove-demo")
    ada.post(
        "/bookings", {"room": "alder", "day": "2026-03-12", "starts": "17:45", "ends": "18:45", "people": "2", "title": "Plates"}
    )
    reminders.suggest(at=at.later(minutes=1))
    member = member_by_email("ada@grove.example")
    assert member is not None
    reasons = list(db.session.scalars(select(Touch.reason).where(Touch.member_id == member.id)))
    assert reasons == ["first_booking"]


@pytest.mark.parametrize("day", ["2026-03-28 12:00", "2026-10-25 00:30", "2026-12-31 23:50", "2028-02-29 09:00"])
def test_it_can_be_furnished_on_any_day(app, at, day):
    fill(at=at(day))
    assert count(Booking) > 200


def test_days_that_come_into_sight_are_booked_and_the_others_left_alone(house, at):
    before = count(Booking)
    freshen(at=at.later(days=1))
    grown = count(Booking)
    assert grown > before
    freshen(at=at.now)
    assert count(Booking) == grown
