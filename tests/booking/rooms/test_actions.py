"""Setting rooms up by the actions: who may, what follows for what is booked, and who is told what changed."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from portal.booking import actions as bookings
from portal.booking.models import Occupancy, Room
from portal.booking.queries import rooms_of
from portal.booking.rooms import actions, queries
from portal.booking.rooms.rules import InTheWay, RoomPlan
from portal.booking.rules import Taken
from portal.db.base import db
from portal.house.manage.rules import Overtaken
from portal.kernel import clock
from portal.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from portal.members.models import AuditEntry, Member

OAK = RoomPlan(name="Oak", capacity=6, fire_capacity=8, amenities=("lamp",))


@pytest.fixture
def change(cast):
    """`change(room, name="Elder")` by the manager, who has just looked."""

    def changed(room, *, by=None, seen=None, **facts):
        actions.change(room, replace(queries.plan_of(room), **facts), by=by or cast.max, at=clock.now(), seen=seen)

    return changed


def minutes_around(booking):
    """How long the booking's parts are set up and turned over."""
    rows = db.session.query(Occupancy).filter_by(booking_id=booking.id)
    return {((row.starts_at - row.setup_from).seconds // 60, (row.turned_until - row.ends_at).seconds // 60) for row in rows}


def test_a_new_room_can_be_booked_at_once(cast, rooms, book, asks):
    room = actions.open_room(OAK, cast.house, by=cast.max, at=clock.now())
    assert (room.slug, room.position) == ("oak", 5)
    ask = replace(asks("alder", "10:00", "11:00"), room="oak")
    assert bookings.book(ask, by=cast.ada, at=clock.now()).room.name == "Oak"


@pytest.mark.parametrize("who", ["ada", "cleo"])
def test_only_the_manager_sets_rooms_up(cast, rooms, change, who):
    other, alder = getattr(cast, who), rooms["alder"]
    with pytest.raises(Forbidden):
        actions.open_room(OAK, cast.house, by=other, at=clock.now())
    with pytest.raises(Forbidden):
        change(alder, by=other, capacity=3)
    for deed in (actions.retire, actions.bring_back, actions.take_down):
        with pytest.raises(Forbidden):
            deed(alder, by=other, at=clock.now())
    with pytest.raises(Forbidden):
        actions.hang(alder, b"", by=other, at=clock.now())
    assert len(rooms_of(cast.house)) == 4


def test_the_same_form_sent_twice_opens_one_room(cast, rooms):
    first = actions.open_room(OAK, cast.house, by=cast.max, at=clock.now(), once="a")
    assert actions.open_room(OAK, cast.house, by=cast.max, at=clock.now(), once="a").id == first.id
    assert len(rooms_of(cast.house)) == 5


def test_two_rooms_of_a_house_have_two_names(cast, rooms, change):
    with pytest.raises(Invalid):
        actions.open_room(replace(OAK, name="alder"), cast.house, by=cast.max, at=clock.now())
    with pytest.raises(Invalid):
        change(rooms["birch"], name="Alder")


def test_every_change_stands_in_the_record(cast, rooms, change):
    change(rooms["alder"], capacity=9, floor="Attic")
    entry = db.session.query(AuditEntry).filter_by(deed="room.changed").one()
    assert (entry.about, entry.by_id, entry.detail) == ("room:alder", cast.max.id, "capacity,floor")


def test_what_changes_nothing_leaves_no_trace(rooms, change):
    change(rooms["alder"])
    assert rooms["alder"].edition == 0
    assert db.session.query(AuditEntry).filter_by(deed="room.changed").count() == 0


def test_the_second_editor_is_told_who_changed_what(cast, rooms, change):
    change(rooms["alder"], capacity=9, seen=0)
    with pytest.raises(Overtaken) as told:
        change(rooms["alder"], floor="Attic", capacity=10, seen=0)
    assert told.value.fields == ("capacity", "floor")
    assert told.value.sentence.facts["who"] == cast.max.name
    assert rooms["alder"].floor == ""


# --- Minutes around ---------------------------------------------------------------------------------


def test_new_minutes_hold_for_what_is_booked_already(cast, rooms, book, change):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    change(rooms["alder"], setup_minutes=15, turnover_minutes=30)
    assert minutes_around(booking) == {(15, 30)}
    with pytest.raises(Taken):
        book(cast.ben, "alder", "11:15", "12:00")


def test_new_minutes_hold_for_what_shares_a_part(cast, rooms, book, change):
    book(cast.ada, "alder", "10:00", "11:00")
    change(rooms["alder"], turnover_minutes=30)
    with pytest.raises(Taken):
        book(cast.ben, "hall", "11:15", "12:00")


def test_minutes_that_leave_no_room_are_refused_with_the_bookings(cast, rooms, book, change):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    book(cast.ben, "alder", "11:00", "12:00")
    with pytest.raises(InTheWay) as no:
        change(rooms["alder"], turnover_minutes=15)
    assert [(each.room, each.who) for each in no.value.bookings] == [("Alder", "Ada Okafor"), ("Alder", "Ben Lindqvist")]
    assert rooms["alder"].turnover_minutes == 0
    assert minutes_around(booking) == {(0, 0)}


def test_minutes_look_at_the_rooms_that_share_a_part(cast, rooms, book, change):
    book(cast.ada, "alder", "10:00", "11:00")
    book(cast.ben, "hall", "11:00", "12:00")
    with pytest.raises(InTheWay) as no:
        change(rooms["alder"], turnover_minutes=15)
    assert {each.room for each in no.value.bookings} == {"Alder", "Hall"}


def test_what_is_over_is_in_nobodys_way(cast, rooms, book, change, at):
    booking = book(cast.ada, "alder", "09:00", "10:00")
    book(cast.ben, "alder", "10:00", "11:00")
    at.later(hours=1.5)
    change(rooms["alder"], turnover_minutes=15)
    assert minutes_around(booking) == {(0, 0)}


def test_nobody_who_is_coming_may_exceed_the_fire_rule(cast, rooms, book, change):
    book(cast.ada, "alder", "10:00", "11:00", people=9)
    with pytest.raises(InTheWay) as no:
        change(rooms["alder"], capacity=4, fire_capacity=6)
    assert len(no.value.bookings) == 1


def test_a_new_name_reaches_the_calendars(cast, rooms, book, change):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    change(rooms["alder"], name="Elder")
    db.session.refresh(booking, ["own_event"])
    assert b"Elder" in booking.own_event
    assert rooms["alder"].slug == "alder"


# --- Rooms that open into one ------------------------------------------------------------------------


def test_a_combined_room_and_its_parts_block_each_other(cast, rooms, asks):
    plan = replace(OAK, name="Birch + Cedar", made_of=("birch", "cedar"))
    both = actions.open_room(plan, cast.house, by=cast.max, at=clock.now())
    assert both.slug == "birch-cedar"
    bookings.book(replace(asks("birch", "10:00", "11:00"), room=both.slug), by=cast.ada, at=clock.now())
    for part in ("birch", "cedar", "hall"):
        with pytest.raises(Taken):
            bookings.book(asks(part, "10:30", "11:30"), by=cast.ben, at=clock.now())
    bookings.book(asks("cedar", "12:00", "13:00"), by=cast.ben, at=clock.now())
    with pytest.raises(Taken):
        bookings.book(replace(asks("birch", "12:00", "13:00"), room=both.slug), by=cast.ada, at=clock.now())


def test_other_parts_are_taken_for_what_is_booked(cast, rooms, book, change):
    book(cast.ada, "hall", "10:00", "11:00")
    change(rooms["hall"], made_of=("birch", "cedar"))
    book(cast.ben, "alder", "10:00", "11:00")
    with pytest.raises(Taken):
        book(cast.ben, "cedar", "10:00", "11:00")


def test_parts_that_are_booked_already_are_refused(cast, rooms, book, change):
    book(cast.ada, "hall", "10:00", "11:00")
    book(cast.ben, "cedar", "10:30", "11:30")
    with pytest.raises(InTheWay) as no:
        change(rooms["hall"], made_of=("birch", "cedar"))
    assert {each.room for each in no.value.bookings} == {"Hall", "Cedar"}


def test_only_rooms_of_their_own_can_be_combined(cast, rooms):
    with pytest.raises(NotFound):
        actions.open_room(replace(OAK, made_of=("hall", "cedar")), cast.house, by=cast.max, at=clock.now())


# --- Out of use -------------------------------------------------------------------------------------


def test_a_room_that_has_retired_is_nowhere_and_loses_nothing(cast, rooms, book, asks, at):
    booking = book(cast.ada, "cedar", "10:00", "11:00")
    bookings.cancel(booking, by=cast.ada, at=clock.now())
    actions.retire(rooms["cedar"], by=cast.max, at=clock.now())
    assert "cedar" not in [room.slug for room in rooms_of(cast.house)]
    with pytest.raises(NotFound):
        bookings.book(asks("cedar", "12:00", "13:00"), by=cast.ada, at=clock.now())
    assert db.session.query(Room).filter_by(slug="cedar").one().retired_at == clock.now()
    actions.bring_back(rooms["cedar"], by=cast.max, at=clock.now())
    assert bookings.book(asks("cedar", "12:00", "13:00"), by=cast.ada, at=clock.now()).room.slug == "cedar"


def test_a_room_that_is_still_booked_cannot_retire(cast, rooms, book):
    book(cast.ada, "cedar", "10:00", "11:00")
    with pytest.raises(InTheWay) as no:
        actions.retire(rooms["cedar"], by=cast.max, at=clock.now())
    assert [each.who for each in no.value.bookings] == ["Ada Okafor"]


def test_a_room_that_others_open_from_cannot_retire_before_them(cast, rooms):
    with pytest.raises(Conflict):
        actions.retire(rooms["alder"], by=cast.max, at=clock.now())
    actions.retire(rooms["hall"], by=cast.max, at=clock.now())
    actions.retire(rooms["alder"], by=cast.max, at=clock.now() + timedelta(minutes=1))
    with pytest.raises(Conflict):
        actions.bring_back(rooms["hall"], by=cast.max, at=clock.now())


# --- Both at once -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_two_managers_at_once_do_not_overwrite_each_other(app, cast, rooms):
    start = Barrier(2)
    told: list[int | str] = []

    def change(seats):
        with app.app_context():
            room, boss = queries.any_room("alder"), db.session.get_one(Member, manager)
            plan = replace(queries.plan_of(room), capacity=seats)
            start.wait(10)
            try:
                actions.change(room, plan, by=boss, at=now, seen=0)
                told.append(seats)
            except Overtaken:
                told.append("overtaken")
            db.session.remove()

    manager, now = cast.max.id, clock.now()
    editors = [Thread(target=change, args=(seats,)) for seats in (7, 8)]
    for each in editors:
        each.start()
    for each in editors:
        each.join(20)
    db.session.rollback()
    assert told.count("overtaken") == 1
    assert db.session.query(Room).filter_by(slug="alder").one().capacity in told
