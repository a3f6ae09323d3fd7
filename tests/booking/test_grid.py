"""The day as one viewer may see it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from portal.booking import actions
from portal.booking.grid.queries import day_of, week_of
from portal.booking.grid.rules import RoomDay
from portal.booking.rules import Kind, Privacy
from portal.db.base import db
from portal.db.unit import transaction
from portal.house.queries import hours_of
from portal.kernel import clock
from portal.kernel.slots import Slot
from tests.booking.conftest import TUESDAY, a_room


@pytest.fixture
def seen(cast, rooms):
    """`seen(cast.ben)["alder"]`: the stretches of that room today."""

    def by(viewer, day=TUESDAY) -> dict[str, RoomDay]:
        return {taken.room.slug: taken for taken in day_of(cast.house, day, viewer=viewer).rooms}

    return by


def clock_times(stretches, zone) -> list[str]:
    return [f"{one.starts_at.astimezone(zone):%H:%M}-{one.ends_at.astimezone(zone):%H:%M}" for one in stretches]


def test_every_room_is_there_in_its_order_taken_or_not(seen, cast, book):
    book(cast.ada, "alder", "10:00", "11:00")
    day = seen(cast.ada)
    assert list(day) == ["alder", "birch", "hall", "cedar"]
    assert [len(taken.stretches) for taken in day.values()] == [1, 0, 1, 0]


@pytest.mark.parametrize("privacy", list(Privacy))
def test_only_a_house_booking_shows_its_title_to_others(seen, cast, book, privacy):
    book(cast.ada, "alder", "10:00", "11:00", title="Spring review", privacy=privacy, people=6)
    (stretch,) = seen(cast.ben)["alder"].stretches
    assert stretch.title == ("Spring review" if privacy == Privacy.HOUSE else "")
    assert (stretch.booking, stretch.who, stretch.people, stretch.is_mine, stretch.status) == ("", "", 0, False, None)


def test_nothing_that_is_private_leaves_the_query(seen, cast, book):
    booking = book(cast.ada, "alder", "10:00", "11:00", title="Secret plans", privacy=Privacy.HIDDEN)
    told = repr(day_of(cast.house, TUESDAY, viewer=cast.ben))
    for secret in ("Secret", "Ada", booking.public_id, booking.uid):
        assert secret not in told


def test_ones_own_booking_shows_whole(seen, cast, book):
    booking = book(cast.ada, "alder", "10:00", "11:00", title="Spring review", people=6)
    (stretch,) = seen(cast.ada)["alder"].stretches
    assert (stretch.booking, stretch.title, stretch.people, stretch.is_mine) == (booking.public_id, "Spring review", 6, True)
    assert stretch.who == ""


def test_staff_see_all_and_who(seen, cast, book):
    booking = book(cast.ada, "alder", "10:00", "11:00", title="Secret plans", privacy=Privacy.HIDDEN)
    (stretch,) = seen(cast.cleo)["alder"].stretches
    assert (stretch.booking, stretch.title, stretch.who) == (booking.public_id, "Secret plans", "Ada Okafor")
    assert (stretch.kind, stretch.is_mine) == (Kind.BOOKING, False)


def test_an_open_wall_shows_in_each_of_its_rooms_once(seen, cast, book):
    book(cast.ada, "hall", "10:00", "11:00")
    day = seen(cast.ada)
    assert [len(day[room].stretches) for room in ("alder", "birch", "hall", "cedar")] == [1, 1, 1, 0]


def test_the_day_before_and_the_day_after_stay_out(seen, cast, book):
    for day in (9, 11):
        book(cast.cleo, "alder", "10:00", "11:00", day=date(2026, 3, day), reason="shown next day", for_=cast.ada)
    assert seen(cast.ada)["alder"].stretches == ()


def test_a_long_booking_shows_on_each_of_its_days(seen, cast, asks, book):
    begins = asks("alder", "10:00", "11:00").slot.starts_at
    week = replace(asks("alder", "10:00", "11:00"), slot=Slot(begins, begins + timedelta(days=7)), reason="Exhibition")
    actions.book(week, by=cast.cleo, at=clock.now(), for_=cast.ada)
    for day in range(8):
        assert len(seen(cast.ada, TUESDAY + timedelta(days=day))["alder"].stretches) == 1
    assert seen(cast.ada, TUESDAY + timedelta(days=8))["alder"].stretches == ()


def test_a_week_of_one_room_is_in_order(cast, rooms, book):
    book(cast.ada, "alder", "14:00", "15:00")
    book(cast.ben, "alder", "10:00", "11:00", day=date(2026, 3, 12))
    book(cast.ada, "alder", "10:00", "11:00")
    week = week_of(rooms["alder"], date(2026, 3, 9), viewer=cast.ada)
    assert clock_times(week.stretches, cast.house.zone) == ["10:00-11:00", "14:00-15:00", "10:00-11:00"]
    assert [stretch.is_mine for stretch in week.stretches] == [True, True, False]


def test_the_free_time_leaves_room_for_setting_up_and_turning_over(cast, rooms, book):
    with transaction():
        db.session.add(a_room(cast.house, "Elm", setup_minutes=15, turnover_minutes=30, position=9))
    taken = next(room for room in day_of(cast.house, TUESDAY, viewer=cast.ada).rooms if room.room.slug == "elm")
    assert clock_times(taken.free(hours_of(cast.house).slots(TUESDAY)), cast.house.zone) == ["08:30-19:00"]


@pytest.mark.parametrize("viewer", ["ada", "cleo"])
def test_the_day_is_two_statements_however_much_is_booked(cast, rooms, book, viewer):
    def statements() -> int:
        said: list[str] = []

        def listen(*args) -> None:
            said.append(args[2])

        event.listen(db.engine, "before_cursor_execute", listen)
        day_of(cast.house, TUESDAY, viewer=getattr(cast, viewer))
        event.remove(db.engine, "before_cursor_execute", listen)
        return len([statement for statement in said if statement.startswith("SELECT room")])

    _ = cast.house.zone, cast.ada.id, cast.cleo.role
    before = statements()
    for hour in range(9, 17):
        book(cast.ada, "alder", f"{hour:02}:00", f"{hour + 1:02}:00")
    _ = cast.house.zone, cast.ada.id, cast.cleo.role
    assert statements() == before == 2


@pytest.mark.sqlite
def test_the_read_is_bounded_on_both_sides_by_the_index(cast, rooms):
    """PostgreSQL would need a filled table to plan like this."""
    asked: list[tuple[str, tuple[object, ...]]] = []

    def listen(*args) -> None:
        asked.append((args[2], args[3]))

    event.listen(db.engine, "before_cursor_execute", listen)
    day_of(cast.house, TUESDAY, viewer=cast.ada)
    event.remove(db.engine, "before_cursor_execute", listen)
    statement, facts = asked[-1]
    with db.engine.connect() as connection:
        plan = " ".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", facts))
    assert "ix_occupancy_part_id_starts_at (part_id=? AND starts_at>? AND starts_at<?)" in plan
