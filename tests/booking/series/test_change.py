"""One date, it and those that follow, or all: what changes, what stays, and which letters go."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.booking import actions as singly
from portal.booking.rules import Ask, Status
from portal.booking.series import actions, queries
from portal.booking.series.plan import Change, Choice, NotAll
from portal.booking.series.rules import Scope
from portal.db.base import db
from portal.kernel import clock
from portal.kernel.errors import Conflict, Forbidden, Invalid
from portal.kernel.slots import Slot
from portal.outbox.models import Letter
from tests.booking.series.conftest import series_of, walls

HOUR = timedelta(hours=1)


def like(booking, *, room="", later=timedelta(), longer=timedelta(), **words) -> Ask:
    """The booking as a form would send it, with these changes."""
    ask = queries.as_it_is(booking).ask
    slot = Slot(ask.slot.starts_at + later, ask.slot.ends_at + later + longer)
    return Ask(room=room or ask.room, slot=slot, **{"title": ask.title, "people": ask.people, "privacy": ask.privacy, **words})


def change(booking, scope=Scope.ALL, choices=None, by=None, **changes):
    wanted = Change(like(booking, **changes), scope, choices or {})
    actions.move(booking, wanted, by=by or booking.member, at=clock.now())


def subjects() -> list[str]:
    return list(db.session.scalars(select(Letter.subject).order_by(Letter.id)))


def all_dates(booking) -> list[str]:
    db.session.expire_all()
    return walls(queries.live_dates(booking.series))


def test_all_dates_begin_later(cast, repeat):
    dates = repeat(cast.ada)
    series = series_of(dates)
    change(dates[1], later=HOUR)
    assert all_dates(dates[0]) == ["03-10 11:00 alder", "03-17 11:00 alder", "03-24 11:00 alder", "03-31 11:00 alder"]
    assert (dates[0].series_id, series.starts.hour, series.sequence) == (series.id, 11, 1)
    assert subjects()[1:] == ["Moved: Alder, every Tuesday, four times"]


def test_the_following_dates_go_on_as_another_series(cast, repeat):
    dates = repeat(cast.ada)
    change(dates[2], Scope.FOLLOWING, room="cedar")
    assert all_dates(dates[0]) == ["03-10 10:00 alder", "03-17 10:00 alder"]
    assert all_dates(dates[2]) == ["03-24 10:00 cedar", "03-31 10:00 cedar"]
    assert subjects()[1:] == ["Fewer dates: Alder, every Tuesday, twice", "Moved: Cedar, every Tuesday, twice"]


def test_all_means_what_is_still_to_come(cast, repeat, at):
    dates = repeat(cast.ada)
    at.later(days=8)
    change(dates[3], later=HOUR)
    assert all_dates(dates[0]) == ["03-10 10:00 alder", "03-17 10:00 alder"]
    assert all_dates(dates[3]) == ["03-24 11:00 alder", "03-31 11:00 alder"]


def test_a_date_in_another_room_keeps_it_when_all_begin_later(cast, repeat):
    dates = repeat(cast.ada)
    singly.move(dates[1], like(dates[1], room="cedar"), by=cast.ada, at=clock.now())
    change(dates[0], later=HOUR)
    assert all_dates(dates[0])[:2] == ["03-10 11:00 alder", "03-17 11:00 cedar"]
    assert subjects()[-1] == "On Tuesday 17 March: Cedar"


def test_a_date_at_another_time_keeps_it_when_all_change_rooms(cast, repeat):
    dates = repeat(cast.ada)
    singly.move(dates[1], like(dates[1], later=2 * HOUR), by=cast.ada, at=clock.now())
    change(dates[0], room="cedar")
    assert all_dates(dates[0])[:2] == ["03-10 10:00 cedar", "03-17 12:00 cedar"]


def test_a_later_change_of_the_same_thing_wins(cast, repeat):
    dates = repeat(cast.ada)
    singly.move(dates[1], like(dates[1], room="cedar"), by=cast.ada, at=clock.now())
    change(dates[0], room="birch", people=2)
    assert {wall.split()[2] for wall in all_dates(dates[0])} == {"birch"}


def test_a_date_given_back_stays_given_back(cast, repeat):
    dates = repeat(cast.ada)
    singly.cancel(dates[1], by=cast.ada, at=clock.now())
    change(dates[0], later=HOUR)
    assert all_dates(dates[0]) == ["03-10 11:00 alder", "03-24 11:00 alder", "03-31 11:00 alder"]


def test_every_tuesday_becomes_every_wednesday(cast, repeat):
    dates = repeat(cast.ada)
    change(dates[0], later=timedelta(days=1))
    assert all_dates(dates[0]) == ["03-11 10:00 alder", "03-18 10:00 alder", "03-25 10:00 alder", "04-01 10:00 alder"]
    assert subjects()[1:] == [
        "Alder, every Tuesday, four times, goes on differently",
        "Moved: Alder, every Wednesday, four times",
    ]


def test_every_day_may_move_by_a_day(cast, repeat):
    dates = repeat(cast.ada, rule="FREQ=DAILY;COUNT=3")
    change(dates[0], later=timedelta(days=1))
    assert all_dates(dates[0]) == ["03-11 10:00 alder", "03-12 10:00 alder", "03-13 10:00 alder"]


def test_a_monthly_series_keeps_to_its_day(cast, repeat):
    dates = repeat(cast.ada, rule="FREQ=MONTHLY;COUNT=2")
    with pytest.raises(Invalid) as refused:
        change(dates[0], later=timedelta(days=1))
    assert refused.value.field == "day"


def test_nine_stays_nine_when_a_series_over_the_clock_change_moves(cast, repeat):
    dates = repeat(cast.ada)
    change(dates[3], later=-HOUR)
    assert [wall.split()[1] for wall in all_dates(dates[0])] == ["09:00"] * 4


def test_new_words_for_all_write_no_letter(cast, repeat):
    dates = repeat(cast.ada, title="Stand-up")
    change(dates[0], title="Retrospective")
    db.session.expire_all()
    assert {each.title for each in dates} == {"Retrospective"}
    assert len(subjects()) == 1


def test_if_one_date_cannot_move_none_does(cast, repeat, book):
    dates = repeat(cast.ada)
    book(cast.ben, "cedar", "10:00", "11:00", day=dates[2].series_date)
    with pytest.raises(NotAll) as refused:
        change(dates[0], room="cedar", title="New")
    assert list(refused.value.troubles) == [dates[2].series_date]
    assert {wall.split()[2] for wall in all_dates(dates[0])} == {"alder"}
    assert {each.title for each in dates} == {""}
    assert len(subjects()) == 2


def test_dates_that_cannot_move_stay_go_elsewhere_or_are_given_back(cast, repeat, book):
    dates = repeat(cast.ada)
    for each in dates[1:]:
        book(cast.ben, "cedar", "10:00", "11:00", day=each.series_date)
    picks = (Choice(stays=True), Choice("birch"), Choice())
    choices = {each.series_date: choice for each, choice in zip(dates[1:], picks, strict=True)}
    change(dates[0], room="cedar", choices=choices)
    assert all_dates(dates[0]) == ["03-10 10:00 cedar", "03-17 10:00 alder", "03-24 10:00 birch"]


def test_following_and_all_are_given_back(cast, repeat, book):
    dates = repeat(cast.ada)
    assert actions.cancel(dates[2], Scope.FOLLOWING, by=cast.ada, at=clock.now()) == 2
    assert all_dates(dates[0]) == ["03-10 10:00 alder", "03-17 10:00 alder"]
    assert book(cast.ben, "alder", "10:00", "11:00", day=dates[3].series_date)
    assert actions.cancel(dates[0], Scope.ALL, by=cast.ada, at=clock.now()) == 2
    assert {each.status for each in dates} == {Status.CANCELLED}
    assert subjects()[-1] == "Given back: Alder, every Tuesday, twice"
    with pytest.raises(Conflict):
        actions.cancel(dates[0], Scope.ALL, by=cast.ada, at=clock.now())


@pytest.mark.parametrize("scope", list(Scope))
def test_nobody_changes_anothers_series(cast, repeat, scope):
    dates = repeat(cast.ada)
    with pytest.raises(Forbidden):
        change(dates[0], scope, by=cast.ben, later=HOUR)
    with pytest.raises(Forbidden):
        actions.cancel(dates[0], scope, by=cast.ben, at=clock.now())
    assert len(all_dates(dates[0])) == 4


def test_a_form_that_has_grown_old_changes_nothing(cast, repeat):
    dates = repeat(cast.ada)
    wanted = Change(like(dates[0], later=HOUR), Scope.ALL, seen=7)
    with pytest.raises(Conflict):
        actions.move(dates[0], wanted, by=cast.ada, at=clock.now())
