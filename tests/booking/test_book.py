"""Book, move, cancel: what they promise, and what they refuse."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from portal.booking import actions, queries
from portal.booking.feed.queries import busy_events, own_events, revisions
from portal.booking.models import Booking, Occupancy
from portal.booking.rules import Privacy, Refused, Source, Status, Taken
from portal.db.base import db
from portal.db.once import AlreadyDone
from portal.db.unit import transaction
from portal.kernel import clock
from portal.kernel.errors import Conflict, Forbidden, NotFound
from portal.members.models import AuditEntry
from portal.outbox.models import Letter
from portal.web.say import say


def carried(letter: Letter) -> bytes:
    assert letter.calendar is not None
    return letter.calendar


def deeds() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.deed).order_by(AuditEntry.id)))


def letters() -> list[Letter]:
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


def test_a_free_room_is_theirs_at_once(book, cast):
    booking = book(cast.ada, "alder", "10:00", "11:00", title="  Spring \n review ", people=6)
    assert (booking.status, booking.title, booking.people) == (Status.CONFIRMED, "Spring review", 6)
    assert (booking.source, booking.made_by) == (Source.PORTAL, cast.ada)
    assert booking.company_id == cast.ada.company_id
    (occupancy,) = db.session.scalars(select(Occupancy))
    assert (occupancy.starts_at, occupancy.ends_at) == (booking.starts_at, booking.ends_at)
    assert deeds() == ["booking.made"]


def test_the_letter_goes_with_it_and_carries_the_invitation(book, cast):
    booking = book(cast.ada, "alder", "10:00", "11:00", title="Spring review")
    (letter,) = letters()
    assert letter.subject == "Alder is yours: Tuesday 10 March, 10:00 to 11:00"
    assert letter.to_address == "ada@grove.example"
    assert f"/bookings/{booking.public_id}" in letter.text
    assert letter.calendar_method == "REQUEST"
    assert b"METHOD:REQUEST" in carried(letter)
    assert f"UID:{booking.uid}".encode() in carried(letter)


def test_an_ask_for_a_room_that_is_not_there_finds_nothing(book, cast, asks):
    ask = asks("alder", "10:00", "11:00").at(asks("alder", "10:00", "11:00").slot, "attic")
    with pytest.raises(NotFound):
        actions.book(ask, by=cast.ada, at=clock.now())


def test_who_has_left_books_nothing(book, cast):
    with pytest.raises(Forbidden):
        book(cast.dora, "alder", "10:00", "11:00")
    assert letters() == []


def test_a_member_books_for_nobody_else(book, cast):
    with pytest.raises(Forbidden):
        book(cast.ada, "alder", "10:00", "11:00", for_=cast.ben)


def test_the_desk_books_for_a_member_who_is_told(book, cast):
    booking = book(cast.cleo, "alder", "10:00", "11:00", for_=cast.ada)
    assert (booking.member, booking.made_by, booking.source) == (cast.ada, cast.cleo, Source.DESK)
    (letter,) = letters()
    assert letter.to_address == "ada@grove.example"
    assert "Cleo Marsh booked it for you." in letter.text


def test_a_taken_room_is_refused_in_words_and_nothing_is_written(book, cast, at):
    book(cast.ben, "alder", "10:00", "11:00", title="Secret plans")
    at.later(minutes=30)
    with pytest.raises(Taken) as refusal:
        book(cast.ada, "alder", "10:30", "11:30")
    assert say(refusal.value) == "Alder is taken from 10:00 to 11:00."
    assert len(db.session.scalars(select(Booking)).all()) == 1
    assert len(letters()) == 1


def test_whoever_was_a_moment_quicker_is_not_named(book, cast):
    book(cast.ben, "alder", "10:00", "11:00")
    with pytest.raises(Taken) as refusal:
        book(cast.ada, "alder", "10:00", "11:00")
    assert say(refusal.value) == "Someone took 10:00 a moment before you."


def test_ones_own_booking_is_pointed_out(book, cast):
    book(cast.ada, "alder", "10:00", "11:00")
    with pytest.raises(Taken) as refusal:
        book(cast.ada, "alder", "10:30", "11:00")
    assert say(refusal.value) == "You have Alder already, from 10:00 to 11:00."


def test_back_to_back_is_no_overlap(book, cast):
    book(cast.ben, "alder", "10:00", "11:00")
    assert book(cast.ada, "alder", "11:00", "12:00")
    assert book(cast.ada, "alder", "09:00", "10:00")


def test_an_open_wall_takes_both_rooms(book, cast):
    book(cast.ben, "hall", "10:00", "11:00")
    for room in ("alder", "birch"):
        with pytest.raises(Taken):
            book(cast.ada, room, "10:30", "11:30")
    book(cast.ben, "birch", "14:00", "15:00")
    with pytest.raises(Taken):
        book(cast.ada, "hall", "14:30", "15:30")
    assert book(cast.ada, "alder", "14:30", "15:30")


def test_the_same_form_makes_one_booking(book, cast):
    first = book(cast.ada, "alder", "10:00", "11:00", once="form-1")
    assert book(cast.ada, "alder", "10:00", "11:00", once="form-1") is first
    assert len(letters()) == 1


def test_somebody_elses_form_is_not_answered_with_their_booking(book, cast):
    book(cast.ada, "alder", "10:00", "11:00", once="form-1")
    with pytest.raises(AlreadyDone):
        book(cast.ben, "cedar", "10:00", "11:00", once="form-1")


def test_staff_may_bend_a_soft_rule_with_a_reason(book, cast):
    with pytest.raises(Refused) as refusal:
        book(cast.cleo, "alder", "19:00", "20:00")
    assert refusal.value.bendable
    booking = book(cast.cleo, "alder", "19:00", "20:00", reason="Evening talk")
    assert booking.reason == "Evening talk"
    assert db.session.scalar(select(AuditEntry.detail)) == "room=alder bent=hours"


def test_a_members_reason_bends_nothing(book, cast):
    with pytest.raises(Refused):
        book(cast.ada, "alder", "19:00", "20:00", reason="Evening talk")


def test_nobody_bends_the_fire_rule(book, cast):
    with pytest.raises(Refused) as refusal:
        book(cast.max, "birch", "10:00", "11:00", people=7, reason="They are small")
    assert not refusal.value.bendable
    assert say(refusal.value) == "No more than 6 people may be in Birch. It is the fire rule, for everybody."


def test_a_move_takes_the_new_time_and_gives_the_old_one_back(book, cast, asks):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    actions.move(booking, asks("alder", "10:30", "11:30"), by=cast.ada, at=clock.now())
    assert book(cast.ben, "alder", "10:00", "10:30")
    assert (booking.sequence, deeds()) == (1, ["booking.made", "booking.moved", "booking.made"])
    moved = letters()[1]
    assert moved.subject == "Moved: Alder, Tuesday 10 March, 10:30 to 11:30"
    assert "It was Alder, Tuesday 10 March, 10:00 to 11:00." in moved.text
    assert b"SEQUENCE:1" in carried(moved)


def test_a_move_to_a_taken_time_changes_nothing(book, cast, asks):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    book(cast.ben, "alder", "11:00", "12:00")
    with pytest.raises(Taken):
        actions.move(booking, asks("alder", "10:30", "11:30"), by=cast.ada, at=clock.now())
    assert (booking.slot, booking.sequence) == (asks("alder", "10:00", "11:00").slot, 0)


def test_a_move_to_another_room_leaves_the_first_one_free(book, cast, asks):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    actions.move(booking, asks("cedar", "10:00", "11:00"), by=cast.ada, at=clock.now())
    assert booking.room.slug == "cedar"
    assert book(cast.ben, "alder", "10:00", "11:00")


def test_a_booking_that_has_begun_may_be_shortened(book, cast, asks, at):
    booking = book(cast.ada, "alder", "10:00", "12:00")
    at.later(hours=1, minutes=40)
    actions.move(booking, asks("alder", "10:00", "11:00"), by=cast.ada, at=clock.now())
    assert booking.ends_at == booking.starts_at + timedelta(hours=1)


def test_nobody_moves_or_cancels_anothers_booking(book, cast, asks):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    with pytest.raises(Forbidden):
        actions.move(booking, asks("alder", "12:00", "13:00"), by=cast.ben, at=clock.now())
    with pytest.raises(Forbidden):
        actions.cancel(booking, by=cast.ben, at=clock.now())
    assert booking.status == Status.CONFIRMED


def test_what_is_over_stays_as_it_was(book, cast, asks, at):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    at.later(hours=2)
    with pytest.raises(Forbidden):
        actions.cancel(booking, by=cast.ada, at=clock.now())


def test_a_stale_form_is_told_what_has_changed(book, cast, asks):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    seen = booking.edition
    actions.move(booking, asks("cedar", "10:00", "11:00"), by=cast.cleo, at=clock.now())
    with pytest.raises(Conflict) as refusal:
        actions.move(booking, asks("alder", "12:00", "13:00"), by=cast.ada, at=clock.now(), seen=seen)
    assert "it is Cedar now, Tuesday 10 March, 10:00" in say(refusal.value)


def test_a_new_title_is_no_move(book, cast, asks):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    busy = booking.busy_event
    actions.move(booking, asks("alder", "10:00", "11:00", title="Spring review"), by=cast.ada, at=clock.now())
    assert (booking.sequence, booking.edition, len(letters())) == (0, 1, 1)
    assert b"Spring review" in booking.own_event
    assert booking.busy_event == busy
    assert b"Spring" not in busy


def test_nothing_new_changes_nothing(book, cast, asks):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    actions.move(booking, asks("alder", "10:00", "11:00"), by=cast.ada, at=clock.now())
    assert (booking.edition, deeds()) == (0, ["booking.made"])


def test_cancelling_gives_the_room_back_and_says_so_once(book, cast):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    for _ in range(2):
        actions.cancel(booking, by=cast.ada, at=clock.now())
    assert booking.status == Status.CANCELLED
    assert db.session.scalars(select(Occupancy)).all() == []
    assert [letter.calendar_method for letter in letters()] == ["REQUEST", "CANCEL"]
    assert b"SEQUENCE:1" in carried(letters()[1])
    assert book(cast.ben, "alder", "10:00", "11:00")


def test_the_desk_cancels_and_the_member_reads_who_did(book, cast):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    actions.cancel(booking, by=cast.cleo, at=clock.now())
    assert "Cleo Marsh cancelled it for you." in letters()[1].text


def test_feeds_follow_in_the_same_transaction(book, cast, rooms, asks):
    day = asks("alder", "08:00", "20:00").slot
    booking = book(cast.ada, "alder", "10:00", "11:00", title="Spring review")
    numbers = revisions(f"room:{rooms['alder'].id}", f"room:{rooms['hall'].id}", f"member:{cast.ada.id}")
    assert {number for number, _ in numbers.values()} == {1}
    assert len(numbers) == 3
    assert own_events(cast.ada, day.starts_at, day.ends_at) == [booking.own_event]
    for room in ("alder", "hall"):
        assert busy_events(rooms[room], day.starts_at, day.ends_at) == [booking.busy_event]
    assert busy_events(rooms["birch"], day.starts_at, day.ends_at) == []
    actions.cancel(booking, by=cast.ada, at=clock.now())
    assert own_events(cast.ada, day.starts_at, day.ends_at) == []
    assert busy_events(rooms["alder"], day.starts_at, day.ends_at) == []
    assert revisions(f"member:{cast.ada.id}")[f"member:{cast.ada.id}"][0] == 2


def test_a_change_of_title_does_not_wake_the_rooms_feed(book, cast, rooms, asks):
    booking = book(cast.ada, "alder", "10:00", "11:00")
    actions.move(booking, asks("alder", "10:00", "11:00", title="Quiet"), by=cast.ada, at=clock.now())
    scopes = revisions(f"room:{rooms['alder'].id}", f"member:{cast.ada.id}")
    assert [scopes[f"room:{rooms['alder'].id}"][0], scopes[f"member:{cast.ada.id}"][0]] == [1, 2]


def test_a_member_cannot_find_anothers_booking(book, cast):
    booking = book(cast.ada, "alder", "10:00", "11:00", privacy=Privacy.HOUSE)
    assert queries.booking_for(cast.ada, booking.public_id) is booking
    assert queries.booking_for(cast.cleo, booking.public_id) is booking
    with pytest.raises(NotFound):
        queries.booking_for(cast.ben, booking.public_id)
    with pytest.raises(NotFound):
        queries.booking_for(cast.ben, "nothing")


def test_bookings_are_listed_for_whom_they_are(book, cast, asks):
    mine = book(cast.ada, "alder", "10:00", "11:00")
    other = book(cast.ben, "cedar", "09:00", "10:00")
    gone = book(cast.ada, "birch", "15:00", "16:00")
    actions.cancel(gone, by=cast.ada, at=clock.now())
    day = asks("alder", "08:00", "20:00").slot
    assert queries.bookings_of(cast.ada, since=day.starts_at) == [mine]
    assert queries.bookings_of(cast.ada, since=mine.ends_at) == []
    assert queries.bookings_between(cast.house, day.starts_at, day.ends_at) == [other, mine]
    assert (queries.bookings_count_of(cast.ada), queries.bookings_count_of(cast.ben)) == (1, 1)


def test_an_imported_booking_is_placed_once_without_a_letter(cast, asks, at):
    ask = asks("alder", "10:00", "11:00", title="From before")
    at.later(days=3)
    booking = actions.place_imported(ask, for_=cast.ada, imported_key="mrbs:1", at=clock.now())
    assert booking is not None
    assert (booking.source, booking.made_by) == (Source.IMPORT, None)
    assert actions.place_imported(ask, for_=cast.ada, imported_key="mrbs:1", at=clock.now()) is None
    assert letters() == []
    assert deeds() == ["booking.imported"]


def test_an_imported_booking_meets_the_same_guard_and_hours(cast, asks, book):
    book(cast.ben, "alder", "10:00", "11:00")
    with pytest.raises(Taken):
        actions.place_imported(asks("alder", "10:00", "11:00"), for_=cast.ada, imported_key="a", at=clock.now())
    evening = asks("alder", "20:00", "21:00")
    with pytest.raises(Refused):
        actions.place_imported(evening, for_=cast.ada, imported_key="b", at=clock.now())
    assert actions.place_imported(evening, for_=cast.ada, imported_key="b", at=clock.now(), outside_hours=True)


def test_maintenance_is_said_to_be_that(cast, rooms, book, asks):
    slot = asks("alder", "10:00", "12:00").slot
    times = {"setup_from": slot.starts_at, "starts_at": slot.starts_at, "ends_at": slot.ends_at, "turned_until": slot.ends_at}
    with transaction():
        db.session.add(Occupancy(part_id=rooms["alder"].parts[0].id, kind="maintenance", **times))
    with pytest.raises(Taken) as refusal:
        book(cast.ada, "alder", "11:00", "12:30")
    assert say(refusal.value) == "Alder is being looked after from 10:00 to 12:00."


def test_the_number_of_statements_of_a_booking_is_bounded(book, cast, asks):
    said: list[str] = []

    def listen(*args) -> None:
        said.append(args[2])

    event.listen(db.engine, "before_cursor_execute", listen)
    book(cast.ada, "alder", "10:00", "11:00", once="form")
    event.remove(db.engine, "before_cursor_execute", listen)
    statements = [statement for statement in said if not statement.startswith("BEGIN")]
    assert len(statements) <= 10, "\n".join(statements)
