"""Never just "no": what is offered instead, in which order, and that it can really be had."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.booking import actions
from portal.booking.rules import Refused, Taken, Way, WayKind
from portal.db.unit import transaction
from portal.house.models import Opening
from portal.kernel import clock
from portal.web.say import say
from tests.booking.conftest import hm


@pytest.fixture
def refused(book, cast):
    """`refused("alder", "10:00", "11:00")`: the ways that Ada is offered."""

    def ways(*ask, by=None, **more) -> tuple[Way, ...]:
        try:
            book(by or cast.ada, *ask, **more)
        except (Taken, Refused) as refusal:
            return refusal.ways
        pytest.fail("it was not refused")

    return ways


def shown(ways) -> list[tuple[str, ...]]:
    return [
        (way.kind, *(f"{stay.name} {stay.day:%a} {stay.starts:%H:%M}-{stay.ends:%H:%M}" for stay in way.stays)) for way in ways
    ]


def test_the_same_room_nearest_after_and_before_then_a_room_as_good(book, cast, refused):
    book(cast.ben, "alder", "12:15", "13:00")
    ways = refused("alder", "12:15", "13:15", amenities=frozenset({"video"}))
    assert shown(ways) == [
        ("same_room", "Alder Tue 13:00-14:00"),
        ("same_room", "Alder Tue 11:15-12:15"),
        ("other_room", "Cedar Tue 12:15-13:15"),
        ("waitlist", "Alder Tue 12:15-13:15"),
        ("desk", "Alder Tue 12:15-13:15"),
    ]
    assert [say(way.why) for way in ways] == [
        "The same room, 45 min later.",
        "The same room, 1 h earlier.",
        "Your time, another room. Cedar seats 12.",
        "You are first in line. If it opens by 11:45 it is yours, and we write to you.",
        "The front desk often finds a way.",
    ]


def test_when_the_day_is_full_the_nearest_day_is_offered(book, cast, refused):
    book(cast.ben, "alder", "08:30", "16:30", reason="", at=clock.now() - timedelta(hours=1))
    book(cast.ben, "alder", "16:30", "19:00")
    ways = refused("alder", "14:00", "15:00")
    assert shown(ways)[0] == ("same_room", "Alder Wed 14:00-15:00")
    assert say(ways[0].why) == "The same room at the same time, on Wednesday 11 March."


def test_a_closed_day_leads_to_the_next_open_one(refused):
    ways = refused("alder", "10:00", "11:00", day=date(2026, 3, 14))
    assert shown(ways)[:2] == [("same_room", "Alder Mon 10:00-11:00"), ("same_room", "Alder Fri 10:00-11:00")]


def test_outside_of_hours_leads_back_inside(refused):
    assert shown(refused("alder", "18:30", "19:30"))[:2] == [
        ("same_room", "Alder Wed 18:00-19:00"),
        ("same_room", "Alder Tue 18:00-19:00"),
    ]


def test_too_many_people_are_led_to_a_larger_room(refused):
    assert shown(refused("birch", "10:00", "11:00", people=9)) == [
        ("other_room", "Alder Tue 10:00-11:00"),
        ("other_room", "Cedar Tue 10:00-11:00"),
        ("desk", "Birch Tue 10:00-11:00"),
    ]


def test_who_needs_a_step_free_room_is_offered_no_other(book, cast, refused):
    book(cast.ben, "alder", "10:00", "11:00")
    rooms = [way.stay.room for way in refused("alder", "10:00", "11:00", step_free=True) if way.kind == WayKind.OTHER_ROOM]
    assert rooms == ["cedar"]


def test_a_time_between_steps_is_rounded(refused):
    assert shown(refused("alder", "10:00", "10:50"))[0] == ("same_room", "Alder Tue 10:00-11:00")


def test_a_room_that_must_be_tidied_up_before_the_next_is_not_offered(book, cast, rooms, refused):
    with transaction():
        rooms["cedar"].turnover_minutes = 30
    book(cast.ben, "alder", "10:00", "11:00")
    book(cast.ben, "cedar", "11:00", "12:00")
    kinds = [way.kind for way in refused("alder", "10:00", "11:00", people=10)]
    assert WayKind.OTHER_ROOM not in kinds


def test_two_rooms_only_when_nothing_else_fits(book, cast, refused):
    for day in range(1, 15):
        on = date(2026, 3, 10) + timedelta(days=day)
        if on.weekday() < 5:
            for room in ("hall", "cedar"):
                book(cast.ben, room, "08:30", "16:30", day=on)
                book(cast.ben, room, "16:30", "19:00", day=on)
    book(cast.ben, "hall", "09:00", "11:00")
    book(cast.ben, "cedar", "12:00", "19:00")
    book(cast.ben, "hall", "13:00", "19:00")
    ways = refused("alder", "09:00", "13:00", people=6)
    assert shown(ways)[0] == ("split", "Cedar Tue 09:00-12:00", "Alder Tue 12:00-13:00")
    assert say(ways[0].why) == "Your time in two rooms; you change over at 12:00."


def test_a_booking_on_the_move_is_in_nobodys_way(book, cast, asks):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    book(cast.ben, "alder", "11:30", "12:30")
    with pytest.raises(Taken) as refusal:
        actions.move(booking, asks("alder", "11:00", "12:00"), by=cast.ada, at=clock.now())
    assert shown(refusal.value.ways)[:2] == [("same_room", "Alder Tue 12:30-13:30"), ("same_room", "Alder Tue 10:30-11:30")]


def test_the_ways_say_nothing_of_what_is_private(book, cast, refused):
    book(cast.ben, "alder", "10:00", "11:00", title="Secret plans")
    assert "Secret" not in repr(refused("alder", "10:00", "11:00"))


def test_a_time_that_comes_twice_is_not_offered_the_second_time(refused, cast, book, at):
    at("2026-10-20 09:00")
    sunday = date(2026, 10, 25)
    with transaction():
        cast.house.openings.append(Opening(weekday=6, opens=hm("00:00"), closes=hm("06:00")))
    # From 01:45 on half an hour ends in the second 01:15, which no form can say.
    book(cast.ben, "alder", "00:00", "01:45", day=sunday)
    assert shown(refused("alder", "01:00", "01:30", day=sunday))[0] == ("same_room", "Alder Sun 02:00-02:30")


quarters = st.integers(0, 41)


@given(
    taken=st.lists(st.tuples(st.sampled_from(["alder", "birch", "cedar", "hall"]), quarters, st.integers(1, 12)), max_size=12),
    wanted=st.tuples(st.sampled_from(["alder", "birch", "cedar"]), quarters, st.integers(1, 8)),
    people=st.integers(1, 14),
)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_offered_can_be_had(cast, asks, *, taken, wanted, people):
    at = clock.now() - timedelta(hours=2)
    kept = [booking for room, start, length in taken if (booking := _booked(asks, cast.ben, room, start, length, at))]
    room, start, length = wanted
    try:
        kept.append(actions.book(_ask(asks, room, start, length, people=people), by=cast.ada, at=at))
    except (Taken, Refused) as refusal:
        for way in refusal.ways:
            if way.kind not in {WayKind.DESK, WayKind.WAITLIST}:
                for stay in way.stays:
                    kept.append(actions.book(_again(asks, stay, people), by=cast.ada, at=at))
                    actions.cancel(kept.pop(), by=cast.ada, at=at)
    for booking in kept:
        actions.cancel(booking, by=booking.member, at=at)


def _ask(asks, room, start, length, **more):
    first, last = 34 + start, min(34 + start + length, 95)
    return asks(room, f"{first // 4:02}:{first % 4 * 15:02}", f"{last // 4:02}:{last % 4 * 15:02}", **more)


def _booked(asks, by, *slot_and_at):
    *slot, at = slot_and_at
    try:
        return actions.book(_ask(asks, *slot), by=by, at=at)
    except (Taken, Refused):
        return None


def _again(asks, stay, people):
    return asks(stay.room, f"{stay.starts:%H:%M}", f"{stay.ends:%H:%M}", day=stay.day, people=people)
