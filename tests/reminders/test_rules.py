from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.reminders import rules
from portal.reminders.rules import MOVES, SETTLED, Facts, Kind, Reason, Status

LONG_AGO = date(2020, 6, 15)
TUESDAY = date(2026, 3, 10)


def weekdays(day):
    return day.weekday() < 5


def suggested(*, today=TUESDAY, is_working=weekdays, joined_on=LONG_AGO, **facts):
    known = Facts(who="ada", joined_on=joined_on, **facts)
    return {found.reason: found for found in rules.suggestions(known, today=today, is_working=is_working)}


def test_nothing_happened_nothing_suggested():
    assert suggested() == {}


def test_a_first_booking_asks_for_a_note_within_five_working_days():
    found = suggested(first_booked_on=TUESDAY, first_room="Alder")[Reason.FIRST_BOOKING]
    assert (found.kind, found.key, found.fact) == (Kind.NOTE, "ada:first_booking", "Alder")
    assert found.best_by == date(2026, 3, 17), "the weekend is not counted"


def test_a_closed_house_counts_no_working_day():
    def closed_on_monday(day):
        return weekdays(day) and day != date(2026, 3, 16)

    assert suggested(first_booked_on=TUESDAY, is_working=closed_on_monday)[Reason.FIRST_BOOKING].best_by == date(2026, 3, 18)
    assert suggested(first_booked_on=TUESDAY, is_working=lambda _: False)[Reason.FIRST_BOOKING].best_by == date(2026, 3, 15)


def test_a_first_day_asks_for_a_hello_that_day_and_a_note_within_the_week():
    found = suggested(joined_on=TUESDAY)
    assert (found[Reason.FIRST_DAY].kind, found[Reason.FIRST_DAY].best_by) == (Kind.HELLO, TUESDAY)
    assert (found[Reason.WELCOME].kind, found[Reason.WELCOME].best_by) == (Kind.NOTE, date(2026, 3, 14))


def test_somebody_who_has_not_come_yet_is_not_greeted():
    assert suggested(joined_on=TUESDAY + timedelta(days=1)) == {}


@pytest.mark.parametrize(("days", "shown"), [(-8, False), (-7, True), (0, True), (7, True), (8, False)])
def test_a_birthday_is_suggested_seven_days_ahead_and_made_up_after(days, shown):
    day = TUESDAY - timedelta(days=days)
    found = suggested(birthday=(day.month, day.day))
    assert (Reason.BIRTHDAY in found) == shown
    if shown:
        assert found[Reason.BIRTHDAY].best_by == day
        assert found[Reason.BIRTHDAY].key == "ada:birthday:2026"


def test_without_a_birthday_told_there_is_none():
    assert Reason.BIRTHDAY not in suggested(birthday=None)


@pytest.mark.parametrize(("year", "day"), [(2027, date(2027, 2, 28)), (2028, date(2028, 2, 29))])
def test_the_twenty_ninth_of_february_is_kept_every_year(year, day):
    found = suggested(birthday=(2, 29), today=date(year, 2, 25))
    assert found[Reason.BIRTHDAY].best_by == day


def test_a_birthday_just_after_new_year_is_seen_before_it():
    found = suggested(birthday=(1, 2), today=date(2026, 12, 30))[Reason.BIRTHDAY]
    assert (found.key, found.best_by) == ("ada:birthday:2027", date(2027, 1, 2))


def test_years_with_us_are_counted_but_not_the_first_day():
    assert suggested(joined_on=date(2025, 3, 14))[Reason.ANNIVERSARY].fact == "1"
    assert suggested(joined_on=date(2023, 3, 14))[Reason.ANNIVERSARY].fact == "3"
    assert Reason.ANNIVERSARY not in suggested(joined_on=TUESDAY)


@given(st.dates(date(2000, 1, 1), date(2026, 12, 31)), st.dates(date(2026, 1, 1), date(2032, 12, 31)))
def test_one_key_per_reason_and_occasion(joined_on, today):
    facts = Facts(who="ada", joined_on=joined_on, birthday=(joined_on.month, joined_on.day), first_booked_on=joined_on)
    keys = [found.key for found in rules.suggestions(facts, today=today, is_working=weekdays)]
    assert len(keys) == len(set(keys))


@given(st.dates(date(2015, 1, 1), date(2025, 12, 31)))
def test_over_six_years_every_anniversary_is_suggested_once(joined_on):
    facts = Facts(who="ada", joined_on=joined_on)
    days = (date(2026, 1, 1) + timedelta(days=n) for n in range(6 * 365))
    keys = {found.key for day in days for found in rules.suggestions(facts, today=day, is_working=weekdays)}
    assert {f"ada:anniversary:{year}" for year in range(2026, 2032)} <= keys


def test_every_status_has_its_moves_and_what_is_settled_stays():
    assert MOVES.keys() == set(Status)
    assert {status for status in Status if not MOVES[status]} == SETTLED


@pytest.mark.parametrize("now", Status)
@pytest.mark.parametrize("to", Status)
def test_a_move_that_is_not_in_the_table_is_refused(now, to):
    if to in MOVES[now]:
        rules.check_move(now, to)
    else:
        with pytest.raises((rules.Settled, rules.NotYet)):
            rules.check_move(now, to)


@pytest.mark.parametrize("to", [Status.DELIVERED, Status.SKIPPED])
@pytest.mark.parametrize("now", sorted(set(Status) - SETTLED))
def test_nothing_open_is_a_dead_end(now, to):
    rules.check_move(now, to)


def test_a_claim_lapses_after_a_day():
    nine = datetime(2026, 3, 10, 9, tzinfo=UTC)
    assert rules.is_held(Status.CLAIMED, nine, now=nine + timedelta(hours=23, minutes=59))
    assert not rules.is_held(Status.CLAIMED, nine, now=nine + timedelta(days=1))
    assert not rules.is_held(Status.SUGGESTED, None, now=nine)


def test_it_is_late_by_days_and_never_gone():
    assert rules.days_late(TUESDAY, today=TUESDAY) == 0
    assert rules.days_late(TUESDAY, today=date(2026, 3, 12)) == 2


@pytest.mark.parametrize("until", [TUESDAY, TUESDAY - timedelta(days=1), date(2027, 3, 12)])
def test_it_is_put_off_to_a_day_that_comes(until):
    with pytest.raises(rules.NoDay):
        rules.check_snooze(until, today=TUESDAY)


@pytest.mark.parametrize("reason", ["", "  ", "\0"])
def test_nothing_is_skipped_without_a_reason(reason):
    with pytest.raises(rules.NoReason):
        rules.check_skip(reason)
