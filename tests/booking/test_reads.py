"""Who finds which booking, what feeds are told, and what an import places."""

import pytest
from sqlalchemy import select

from portal.booking import actions, queries
from portal.booking.feed.queries import busy_events, own_events, revisions
from portal.booking.rules import Privacy, Refused, Source, Taken
from portal.db.base import db
from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.members.models import AuditEntry
from portal.outbox.models import Letter


def deeds() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.deed).order_by(AuditEntry.id)))


def letters() -> list[Letter]:
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


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
