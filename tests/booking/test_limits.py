"""Each rule on its own: what it objects to, and what it says."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.booking.limits.rules import FOR_IMPORTS, RULES, Ground, excused_when_moving, objections
from portal.booking.rules import Ask, RoomFacts, RoomRules, slot_on
from portal.house.rules import Hours
from portal.kernel.errors import Invalid
from portal.kernel.slots import Slot
from portal.kernel.zones import SkippedTime
from portal.web.say import say

LONDON = ZoneInfo("Europe/London")
WEEKDAYS = {day: ((time(8, 30), time(19)),) for day in range(5)}
TUESDAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
ALDER = RoomFacts(id=1, slug="alder", name="Alder", capacity=10, fire_capacity=12)


def hm(text: str) -> time:
    return time.fromisoformat(text)


def ask(starts: str, ends: str, *, day: date = TUESDAY, people: int = 1) -> Ask:
    return Ask(room="alder", slot=slot_on(day, hm(starts), hm(ends), LONDON), people=people)


def ground(*, now: datetime = NOW, closed: dict[date, str] | None = None, **limits) -> Ground:
    return Ground(ALDER, Hours(LONDON, WEEKDAYS, closed or {}), now, RoomRules(**limits))


def names(asked: Ask, on: Ground) -> list[str]:
    return [objection.rule for objection in objections(asked, on)]


def words(asked: Ask, on: Ground) -> str:
    return say(objections(asked, on)[0].sentence)


@pytest.fixture(autouse=True)
def _speaking(app):
    """Sentences are said by the portal."""


def test_nothing_speaks_against_an_ordinary_hour():
    assert names(ask("10:00", "11:00"), ground()) == []


@pytest.mark.parametrize(("minutes_late", "refused"), [(-1, []), (0, []), (14, []), (15, ["past"]), (600, ["past"])])
def test_a_slot_may_have_begun_a_quarter_of_an_hour_ago(minutes_late, refused):
    asked = ask("09:00", "10:00")
    assert names(asked, ground(now=asked.slot.starts_at + timedelta(minutes=minutes_late))) == refused


def test_a_room_may_need_notice():
    assert names(ask("11:00", "12:00"), ground(notice=timedelta(hours=2))) == []
    assert words(ask("10:45", "12:00"), ground(notice=timedelta(hours=2))) == "Alder needs 2 h notice."


@pytest.mark.parametrize(
    ("starts", "ends", "day", "sentence"),
    [
        ("08:15", "09:00", date(2026, 3, 11), "On Wednesday 11 March the house is open from 08:30 to 19:00."),
        ("18:30", "19:15", TUESDAY, "On Tuesday 10 March the house is open from 08:30 to 19:00."),
        ("10:00", "11:00", date(2026, 3, 14), "The house is closed on Saturday 14 March."),
        ("10:00", "11:00", date(2026, 4, 6), "The house is closed on Monday 6 April: Easter Monday."),
    ],
)
def test_opening_hours_really_close_and_say_why(starts, ends, day, sentence):
    assert words(ask(starts, ends, day=day), ground(closed={date(2026, 4, 6): "Easter Monday"})) == sentence


def test_a_lunch_break_cannot_be_booked_across():
    hours = Hours(LONDON, {1: ((time(8), time(12)), (time(13), time(18)))})
    on = Ground(ALDER, hours, NOW)
    assert names(ask("11:00", "14:00"), on) == ["hours"]
    assert names(ask("13:00", "14:00"), on) == []


def test_a_booking_is_neither_too_short_nor_too_long():
    assert names(ask("10:00", "10:15"), ground(shortest=timedelta(minutes=30))) == ["shortest"]
    assert names(ask("10:00", "10:30"), ground(shortest=timedelta(minutes=30))) == []
    assert names(ask("10:00", "18:15"), ground()) == ["longest"]
    assert names(ask("10:00", "18:00"), ground()) == []


def test_nobody_bends_the_longest_of_all():
    long = Ask(room="alder", slot=Slot(NOW, NOW + timedelta(days=8)))
    assert not next(objection for objection in objections(long, ground()) if objection.rule == "limit").bendable


@pytest.mark.parametrize(("step", "starts", "ends", "ok"), [
    (15, "10:15", "10:45", True),
    (15, "10:10", "10:45", False),
    (15, "10:15", "10:50", False),
    (30, "10:15", "10:45", False),
    (20, "10:20", "11:00", True),
])  # fmt: skip
def test_bookings_start_and_end_on_steps(step, starts, ends, ok):
    assert (names(ask(starts, ends), ground(step=timedelta(minutes=step))) == []) is ok


def test_the_window_counts_whole_days():
    late = datetime(2026, 3, 10, 0, 1, tzinfo=UTC)
    assert names(ask("18:00", "19:00", day=date(2026, 3, 13)), ground(now=late, days_ahead=3)) == []
    assert names(ask("08:30", "09:00", day=date(2026, 3, 16)), ground(now=late, days_ahead=3)) == ["window"]
    assert names(ask("18:00", "19:00"), ground(days_ahead=0)) == []


def test_a_full_room_is_soft_and_the_fire_rule_hard():
    (soft,) = objections(ask("10:00", "11:00", people=11), ground())
    (hard,) = objections(ask("10:00", "11:00", people=13), ground())
    assert (soft.rule, soft.bendable, hard.rule, hard.bendable) == ("capacity", True, "fire", False)
    assert say(soft.sentence) == "Alder seats 10, and you are 11."


def test_every_objection_is_made_not_only_the_first():
    assert names(ask("20:00", "20:10", day=date(2026, 3, 14), people=11), ground()) == ["hours", "shortest", "step", "capacity"]


def test_imports_are_excused_from_what_was_decided_elsewhere():
    yesterday = ask("08:30", "18:30", day=date(2026, 3, 9))
    assert objections(yesterday, ground(), apart_from=FOR_IMPORTS) == ()


def test_a_booking_that_keeps_its_start_was_let_in_once():
    was = ask("09:00", "10:00").slot
    assert "past" in excused_when_moving(ask("09:00", "11:00"), was, "alder")
    assert "hours" not in excused_when_moving(ask("09:00", "20:00"), was, "alder")
    assert "hours" in excused_when_moving(ask("09:00", "10:00"), was, "alder")
    assert excused_when_moving(ask("09:15", "10:00"), was, "alder") == frozenset()


def test_every_rule_has_its_own_name():
    everything = Ask(room="alder", slot=Slot(NOW - timedelta(days=90, minutes=7), NOW - timedelta(days=80)), people=11)
    found = [objection.rule for objection in objections(everything, ground(notice=timedelta(hours=1)))]
    assert len(found) == len(set(found))
    assert set(found) <= {rule.__name__ if rule.__name__ != "opening" else "hours" for rule in RULES}


# --- The wall clock -----------------------------------------------------------------------------------


def test_an_end_before_the_start_is_asked_about():
    with pytest.raises(Invalid) as refusal:
        slot_on(TUESDAY, hm("11:00"), hm("10:00"), LONDON)
    assert refusal.value.field == "ends"
    assert say(refusal.value) == "It ends at 10:00, before it starts at 11:00. Which of the two is it?"


def test_midnight_ends_the_day():
    assert slot_on(TUESDAY, hm("22:00"), hm("00:00"), LONDON).lasts == timedelta(hours=2)


@pytest.mark.parametrize(("starts", "ends", "field"), [("01:30", "03:00", "starts"), ("00:30", "01:30", "ends")])
def test_a_time_the_clocks_skip_is_refused_by_name(starts, ends, field):
    with pytest.raises(SkippedTime) as refusal:
        slot_on(date(2026, 3, 29), hm(starts), hm(ends), LONDON)
    assert refusal.value.field == field
    assert "does not exist" in say(refusal.value)


@pytest.mark.parametrize(
    ("zone", "day", "starts", "ends", "minutes"),
    [
        ("Europe/London", date(2026, 3, 29), "00:30", "02:30", 60),
        ("Europe/London", date(2026, 10, 25), "00:30", "02:30", 180),
        ("America/New_York", date(2026, 3, 8), "01:30", "03:30", 60),
        ("America/New_York", date(2026, 11, 1), "00:30", "02:30", 180),
        ("Australia/Lord_Howe", date(2026, 4, 5), "01:00", "03:00", 150),
        ("Australia/Lord_Howe", date(2026, 10, 4), "01:00", "03:00", 90),
        ("Asia/Kathmandu", date(2026, 3, 29), "00:30", "02:30", 120),
    ],
)
def test_a_booking_over_the_clock_change_is_as_long_as_it_is(zone, day, starts, ends, minutes):
    assert slot_on(day, hm(starts), hm(ends), ZoneInfo(zone)).lasts == timedelta(minutes=minutes)
