"""Closed days and public holidays, as a manager sets them and members see them."""

from datetime import date

import pytest

from portal.booking.closures import actions, almanac
from portal.booking.closures.queries import Almanac
from portal.booking.closures.rules import stretch
from portal.db.base import db
from portal.house.models import Closure
from portal.kernel import clock
from portal.kernel.errors import Forbidden, Invalid
from portal.members.models import AuditEntry
from tests.booking.conftest import TUESDAY

WEDNESDAY = date(2026, 3, 11)
HOLIDAYS = "/manage/closures/holidays?location=mill-lane&country=GB&part=ENG"


@pytest.fixture
def boss(visit, cast, rooms):
    return visit.as_(cast.max)


def closed():
    return {each.closed_on.isoformat(): each.reason for each in db.session.query(Closure).order_by(Closure.closed_on)}


@pytest.mark.parametrize("who", ["ada", "cleo"])
def test_for_others_none_of_this_exists(visit, cast, rooms, who):
    other, member = visit.as_(getattr(cast, who)), getattr(cast, who)
    for path in ("/manage/closures", "/manage/closures/holidays"):
        other.get(path, expect=404)
    for path in ("/manage/closures", "/manage/closures/holidays", "/manage/closures/mill-lane/2026-03-11/removal"):
        other.post(path, {"first": "2026-03-11", "reason": "Mine", "day": "2026-12-25", "country": "GB"}, expect=404)
    with pytest.raises(Forbidden):
        actions.close(cast.house, (WEDNESDAY, WEDNESDAY), "Mine", by=member, at=clock.now())
    with pytest.raises(Forbidden):
        actions.switch_on(cast.house, Almanac("GB", "ENG"), [date(2026, 12, 25)], by=member, at=clock.now())
    with pytest.raises(Forbidden):
        actions.reopen(cast.house, WEDNESDAY, by=member, at=clock.now())
    assert closed() == {}


def test_a_day_is_closed_and_everybody_reads_why(boss, visit, cast):
    page = boss.submit(boss.get("/manage/closures"), "Keep the house closed", first="2026-03-11", reason="Floors are oiled")
    assert "One more day is closed." in page
    ada = visit.as_(cast.ada)
    assert "Floors are oiled" in ada.get("/rooms?day=2026-03-11")
    assert "holiday" in ada.get("/rooms").words_of(".days a")[2]
    assert "Wednesday 11 March 2026 Floors are oiled" in ada.get("/house")


def test_a_stretch_of_days_is_closed_at_once(boss):
    boss.submit(boss.get("/manage/closures"), "Keep the house closed", first="2026-12-24", last="2026-12-27", reason="Winter")
    assert list(closed()) == ["2026-12-24", "2026-12-25", "2026-12-26", "2026-12-27"]


def test_a_day_that_is_closed_already_keeps_its_reason(boss):
    boss.submit(boss.get("/manage/closures"), "Keep the house closed", first="2026-03-11", reason="Floors are oiled")
    page = boss.submit(boss.get("/manage/closures"), "Keep the house closed", first="2026-03-11", reason="Again")
    assert "Closed already." in page
    assert closed() == {"2026-03-11": "Floors are oiled"}


def test_what_is_booked_that_day_is_listed_and_stands(boss, cast, book):
    booking = book(cast.ada, "alder", "10:00", "11:00", day=WEDNESDAY)
    page = boss.submit(boss.get("/manage/closures"), "Keep the house closed", first="2026-03-11", reason="Floors")
    assert page.links["Alder, Wednesday 11 March, 10:00 – 11:00, Ada Okafor"] == f"/bookings/{booking.public_id}"
    assert booking.is_live


def test_the_house_opens_after_all(boss, visit, cast):
    boss.submit(boss.get("/manage/closures"), "Keep the house closed", first="2026-03-11", reason="Floors")
    page = boss.submit(boss.get("/manage/closures"), "Open after all: Wednesday 11 March 2026")
    assert "Open again on Wednesday 11 March 2026." in page
    assert closed() == {}
    boss.post("/manage/closures/mill-lane/2026-03-11/removal", expect=404)
    boss.post("/manage/closures/mill-lane/someday/removal", expect=404)


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("first", {"first": "soon"}),
        ("first", {"first": "2026-03-09"}),
        ("first", {"first": "2036-03-09"}),
        ("last", {"first": "2026-03-11", "last": "2026-03-10"}),
        ("last", {"first": "2026-03-11", "last": "2027-03-10"}),
        ("last", {"first": "2026-03-11", "last": "later"}),
        ("reason", {"first": "2026-03-11", "reason": " "}),
        ("reason", {"first": "2026-03-11", "reason": "x" * 121}),
    ],
)
def test_a_mistake_stands_at_its_field_and_nothing_is_lost(boss, field, sent):
    page = boss.submit(boss.get("/manage/closures"), "Keep the house closed", expect=422, **{"reason": "Floors", **sent})
    assert page.one(f"#f-{field}")["aria-invalid"] == "true"
    assert page.one("#f-first")["value"] == sent["first"]
    assert closed() == {}


def test_a_stretch_has_every_day_of_it():
    assert len(stretch(date(2026, 2, 27), date(2026, 3, 2), today=date(2026, 2, 1))) == 4


# --- Public holidays --------------------------------------------------------------------------------


def test_holidays_are_proposed_and_none_is_switched_on(boss):
    page = boss.get(HOLIDAYS)
    assert "Friday 25 December 2026, Christmas Day" in page
    assert "2027" in page.words_of("legend")
    assert page.all("input[checked]") == []
    assert closed() == {}


def test_only_the_days_that_were_ticked_are_closed(boss, cast):
    page = boss.submit(boss.get(HOLIDAYS), "Stay closed on these days", day=["2026-12-25"])
    assert "Christmas Day" in page
    assert closed() == {"2026-12-25": "Christmas Day"}
    assert (cast.house.country, cast.house.subdivision) == ("GB", "ENG")
    deeds = [entry.detail for entry in db.session.query(AuditEntry).filter_by(deed="closure.added")]
    assert deeds == ["2026-12-25"]
    assert "closed: Christmas Day" in boss.get("/manage/closures/holidays?location=mill-lane")


def test_nothing_ticked_closes_nothing(boss):
    page = boss.submit(boss.get(HOLIDAYS), "Stay closed on these days", expect=422)
    assert "Choose at least one day." in page


def test_a_day_that_is_no_holiday_cannot_be_slipped_in(boss):
    sent = {"location": "mill-lane", "country": "GB", "part": "ENG", "day": ["2026-12-28", "2026-03-12", "soon"]}
    boss.post("/manage/closures/holidays", sent)
    assert list(closed()) == ["2026-12-28"]


def test_the_first_guess_is_the_country_of_the_clock(boss, cast):
    page = boss.get("/manage/closures/holidays")
    assert page.one("#f-country option[selected]")["value"] == "GB"
    assert almanac.country_of(cast.house.zone) == "GB"


def test_a_country_nobody_knows_is_not_asked_about(boss):
    page = boss.get("/manage/closures/holidays?country=ZZ&part=../x")
    assert page.one("#f-country option[selected]")["value"] == "GB"


def test_what_is_over_is_not_proposed(boss):
    assert "1 January 2026" not in boss.get(HOLIDAYS)
    with pytest.raises(Invalid):
        stretch(TUESDAY.replace(day=1), TUESDAY, today=TUESDAY)
