"""What members read about the house."""

from datetime import date

from portal.db.base import db
from portal.db.unit import transaction
from portal.house.models import Closure


def test_the_house_says_when_it_is_open_and_where_it_is(visit, cast):
    page = visit.as_(cast.ada).get("/house")
    assert page.h1 == "Grove at Mill Lane"
    assert "Open now, until 19:00." in page
    assert "Tuesday today 08:30 to 19:00" in page.words_of(".list li")
    assert "Sunday closed" in page.words_of(".list li")
    assert "1 Mill Lane" in page


def test_it_says_why_it_is_closed_today(visit, cast, at):
    with transaction():
        db.session.add(Closure(location_id=cast.house.id, closed_on=date(2026, 3, 10), reason="Floors are oiled."))
    assert "Closed today: Floors are oiled." in visit.as_(cast.ada).get("/house")


def test_it_says_what_comes_next(visit, cast, at):
    ada = visit.as_(cast.ada)
    at("2026-03-10 07:00")
    assert "We open at 08:30 today." in ada.get("/house")
    at("2026-03-10 19:30")
    assert "Closed for today." in ada.get("/house")


def test_it_is_for_members(visit, cast):
    visit.get("/house", expect=303)


def test_every_page_leads_there(visit, cast):
    assert visit.as_(cast.ada).get("/rooms").links["Hours and address"] == "/house"


def test_a_house_that_does_not_exist_is_not_found(visit, cast):
    visit.as_(cast.ada).get("/house?location=nowhere", expect=404)


def test_the_set_up_is_for_the_manager(visit, cast):
    visit.as_(cast.max).get("/manage")
    for who in (cast.ada, cast.cleo):
        visit.as_(who).get("/manage", expect=404)
