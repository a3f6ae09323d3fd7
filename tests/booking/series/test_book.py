"""A series is booked wholly or not at all, with one letter; its dates are bookings like any other."""

from datetime import date, time

import pytest
from sqlalchemy import func, select

from portal.booking.models import Booking, Occupancy
from portal.booking.rules import Refused, Taken
from portal.booking.series import actions, queries
from portal.booking.series.models import Series
from portal.booking.series.plan import Choice, NotAll
from portal.db.base import db
from portal.kernel import clock
from portal.kernel.errors import Forbidden, Invalid, NotFound
from portal.kernel.zones import SkippedTime
from portal.outbox.models import Letter
from tests.booking.series.conftest import series_of, walls

MARCH_17 = date(2026, 3, 17)


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_every_date_is_a_booking_in_its_room(cast, repeat, book):
    dates = repeat(cast.ada, title="Print review")
    assert walls(dates) == ["03-10 10:00 alder", "03-17 10:00 alder", "03-24 10:00 alder", "03-31 10:00 alder"]
    assert {each.title for each in dates} == {"Print review"}
    with pytest.raises(Taken):
        book(cast.ben, "alder", "10:30", "11:30", day=MARCH_17)


def test_one_letter_tells_of_all_dates(cast, repeat):
    repeat(cast.ada)
    letters = list(db.session.scalars(select(Letter)))
    assert [letter.subject for letter in letters] == ["Alder is yours: every Tuesday, four times"]
    assert "Tuesday 31 March, 10:00 to 11:00" in letters[0].text


def test_if_one_date_is_taken_nothing_is_booked(cast, draft, book):
    book(cast.ben, "alder", "10:00", "11:00", day=MARCH_17)
    before = count(Booking), count(Occupancy), count(Letter)
    with pytest.raises(NotAll) as refused:
        actions.book(draft(), by=cast.ada, at=clock.now())
    assert refused.value.status == 409
    assert [type(each) for each in refused.value.troubles.values()] == [Taken]
    assert list(refused.value.troubles) == [MARCH_17]
    assert (count(Booking), count(Occupancy), count(Letter)) == before
    assert count(Series) == 0


def test_a_rule_of_the_house_holds_for_every_date(cast, draft):
    with pytest.raises(NotAll) as refused:
        actions.book(draft(rule="FREQ=DAILY;COUNT=6"), by=cast.ada, at=clock.now())
    assert refused.value.status == 422
    assert {day.weekday(): type(each) for day, each in refused.value.troubles.items()} == {5: Refused, 6: Refused}


def test_beyond_the_window_no_date_is_booked(cast, draft):
    with pytest.raises(NotAll) as refused:
        actions.book(draft(rule="FREQ=MONTHLY;COUNT=4"), by=cast.ada, at=clock.now())
    assert list(refused.value.troubles) == [date(2026, 5, 10), date(2026, 6, 10)]


def test_single_dates_are_left_out_or_put_into_another_room_or_time(cast, repeat, book):
    book(cast.ben, "alder", "10:00", "11:00", day=MARCH_17)
    choices = {MARCH_17: Choice("cedar"), date(2026, 3, 24): Choice(), date(2026, 3, 31): Choice("alder", time(14))}
    dates = repeat(cast.ada, choices=choices)
    assert walls(dates) == ["03-10 10:00 alder", "03-17 10:00 cedar", "03-31 14:00 alder"]
    subjects = list(db.session.scalars(select(Letter.subject).order_by(Letter.id)))[1:]
    assert subjects == ["Alder is yours: every Tuesday, three times", "On Tuesday 17 March: Cedar", "On Tuesday 31 March: Alder"]


def test_a_series_without_a_date_is_none(cast, draft):
    with pytest.raises(Invalid):
        actions.book(draft(rule="FREQ=WEEKLY;COUNT=1", choices={date(2026, 3, 10): Choice()}), by=cast.ada, at=clock.now())


def test_the_same_form_sent_again_makes_nothing_new(cast, draft):
    first = actions.book(draft(), by=cast.ada, at=clock.now(), once="token")
    assert actions.book(draft(), by=cast.ada, at=clock.now(), once="token").id == first.id
    assert (count(Series), count(Booking)) == (1, 4)


def test_a_skipped_time_is_named_for_its_date(cast, draft, rooms):
    with pytest.raises(NotAll) as refused:
        actions.book(draft(starts="01:30", rule="FREQ=DAILY;COUNT=25"), by=cast.ada, at=clock.now())
    assert isinstance(refused.value.troubles[date(2026, 3, 29)], SkippedTime)


def test_only_staff_book_a_series_for_others(cast, draft, repeat):
    with pytest.raises(Forbidden):
        actions.book(draft(), by=cast.ben, at=clock.now(), for_=cast.ada)
    assert {each.member_id for each in repeat(cast.cleo, for_=cast.ada)} == {cast.ada.id}


def test_a_series_is_found_by_its_member_and_staff_alone(cast, repeat):
    series = series_of(repeat(cast.ada))
    assert queries.series_for(cast.ada, series.public_id) is queries.series_for(cast.cleo, series.public_id)
    with pytest.raises(NotFound):
        queries.series_for(cast.ben, series.public_id)


def test_staff_with_a_reason_book_dates_that_a_soft_rule_forbids(cast, repeat):
    dates = repeat(cast.cleo, rule="FREQ=DAILY;COUNT=6", reason="Open weekend", for_=cast.ada)
    assert [bool(each.reason) for each in dates] == [False] * 4 + [True] * 2


# --- What the preview says ---------------------------------------------------------------------------------------


def test_the_preview_says_of_each_date_what_it_is(cast, draft, book):
    book(cast.ben, "alder", "10:00", "11:00", day=MARCH_17, title="Secret merger")
    lines = queries.lines(draft(rule="FREQ=WEEKLY;BYDAY=TU,SA;COUNT=4"), by=cast.ada, at=clock.now())
    assert [type(line.trouble) for line in lines] == [type(None), Refused, Taken, Refused]
    assert {(way.stay.day, way.kind) for way in lines[2].ways} == {(MARCH_17, "other_room"), (MARCH_17, "same_room")}
    assert "merger" not in str(lines)


def test_the_preview_leaves_nothing_behind(cast, draft):
    queries.lines(draft(), by=cast.ada, at=clock.now())
    assert (count(Series), count(Booking), count(Occupancy)) == (0, 0, 0)
