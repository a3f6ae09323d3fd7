import gzip

import icalendar
import pytest

from portal.booking import actions as bookings
from portal.db.base import db
from portal.db.unit import transaction
from portal.kernel import clock
from tests.calendars.stage import an_ask, at_wall


def events_of(response):
    return icalendar.Calendar.from_ical(response.data).walk("VEVENT")


def titles_of(response):
    return [str(event["summary"]) for event in events_of(response)]


def starts_of(response):
    return {event["dtstart"].dt for event in events_of(response)}


# --- What is in it ----------------------------------------------------------------------------------


def test_my_bookings_show_title_room_and_page(cast, booked, linked, fetch):
    booking = booked(cast.ada, "alder", "2026-03-12 10:00", "11:00", title="Spring review")
    event = events_of(fetch(linked(cast.ada)))[0]
    assert "Spring review" in event["summary"]
    assert "Alder" in event["location"]
    assert event["url"].endswith(booking.public_id)
    assert event["dtstart"].dt == at_wall("2026-03-12 10:00")
    assert event["dtend"].dt == at_wall("2026-03-12 11:00")


def test_my_bookings_are_mine_alone(cast, booked, linked, fetch):
    booked(cast.ben, "alder", "2026-03-12 10:00", "11:00", title="Tide tables")
    response = fetch(linked(cast.ada))
    assert events_of(response) == []
    assert b"Tide" not in response.data


def test_a_room_shows_others_as_busy_and_only_ones_own_by_title(cast, booked, linked, fetch):
    booked(cast.ada, "alder", "2026-03-12 10:00", "11:00", title="Spring review")
    booked(cast.ben, "alder", "2026-03-12 12:00", "13:00", title="Tide tables", privacy="house")
    booked(cast.ben, "birch", "2026-03-12 15:00", "16:00", title="Elsewhere")
    mine, others = titles_of(fetch(linked(cast.ada, "alder")))
    assert "Spring review" in mine
    assert others == "Busy"


@pytest.mark.parametrize("privacy", ["house", "busy", "hidden"])
def test_a_title_is_never_in_anothers_feed(cast, booked, linked, fetch, privacy):
    booking = booked(cast.ada, "alder", "2026-03-12 10:00", "11:00", title="Xylophone", privacy=privacy)
    body = fetch(linked(cast.ben, "alder")).get_data(as_text=True)
    assert "SUMMARY:Busy" in body
    for secret in ("Xylophone", "Ada", booking.public_id, booking.uid):
        assert secret not in body


def test_a_cancelled_booking_leaves(cast, booked, linked, fetch):
    booking = booked(cast.ada, "alder", "2026-03-12 10:00", "11:00")
    mine, room = linked(cast.ada), linked(cast.ben, "alder")
    before = fetch(mine).headers["ETag"], fetch(room).headers["ETag"]
    bookings.cancel(booking, by=cast.ada, at=clock.now())
    assert events_of(fetch(mine)) == events_of(fetch(room)) == []
    assert before != (fetch(mine).headers["ETag"], fetch(room).headers["ETag"])


def test_a_moved_booking_changes_in_both_rooms(cast, booked, linked, fetch):
    booking = booked(cast.ada, "alder", "2026-03-12 10:00", "11:00")
    alder, birch = linked(cast.ben, "alder"), linked(cast.ben, "birch")
    tags = fetch(alder).headers["ETag"], fetch(birch).headers["ETag"]
    bookings.move(booking, an_ask("birch", "2026-03-12 14:00", "15:00"), by=cast.ada, at=clock.now())
    assert starts_of(fetch(alder, If_None_Match=tags[0])) == set()
    assert starts_of(fetch(birch, If_None_Match=tags[1])) == {at_wall("2026-03-12 14:00")}


def test_what_changes_for_its_people_alone_does_not_stir_the_rooms_feed(cast, booked, linked, fetch, at):
    booking = booked(cast.ada, "alder", "2026-03-12 10:00", "11:00", title="Review")
    room, mine = linked(cast.ben, "alder"), linked(cast.ada)
    before, tag = fetch(room).data, fetch(room).headers["ETag"]
    at.later(minutes=5)
    bookings.move(booking, an_ask("alder", "2026-03-12 10:00", "11:00", title="Retro"), by=cast.ada, at=clock.now())
    assert fetch(room, If_None_Match=tag, expect=304)
    assert fetch(room).data == before
    assert "Retro" in titles_of(fetch(mine))[0]


def test_busy_blocks_cannot_be_matched_with_invitations_or_other_feeds(cast, booked, linked, fetch):
    booking = booked(cast.ada, "alder", "2026-03-12 10:00", "11:00")
    mine, busy = (events_of(fetch(address))[0]["uid"] for address in (linked(cast.ada), linked(cast.ben, "alder")))
    assert len({str(mine), str(busy), booking.uid, booking.public_id}) == 4
    assert not set("@/+") & set(mine + busy)


def test_the_feeds_go_as_far_as_promised(cast, booked, linked, fetch, at):
    booked(cast.ada, "alder", "2026-03-12 10:00", "11:00")
    mine, room = linked(cast.ada), linked(cast.ben, "alder")
    at("2026-03-19 23:00")
    assert len(events_of(fetch(mine))) == len(events_of(fetch(room))) == 1
    at("2026-03-20 00:01")
    assert len(events_of(fetch(mine))) == 1
    assert events_of(fetch(room)) == []
    at("2026-06-11 12:00")
    assert events_of(fetch(mine)) == []


def test_the_same_state_gives_the_same_bytes(cast, booked, linked, fetch, at):
    for hour in (9, 11, 14):
        booked(cast.ada, "alder", f"2026-03-12 {hour:02}:00", f"{hour + 1:02}:00", title=f"At {hour}")
    address = linked(cast.ada)
    first = fetch(address)
    at.later(minutes=50)
    assert fetch(address).data == first.data
    assert fetch(linked(cast.ada)).data == first.data


# --- Fetched again ----------------------------------------------------------------------------------


def test_an_unchanged_feed_is_not_sent_again(cast, booked, linked, fetch):
    booked(cast.ada, "alder", "2026-03-12 10:00", "11:00")
    address = linked(cast.ada)
    first = fetch(address)
    again = fetch(address, If_None_Match=first.headers["ETag"], expect=304)
    assert again.data == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert fetch(address, If_Modified_Since=first.headers["Last-Modified"], expect=304)
    assert fetch(address, If_None_Match='"something else"').data == first.data


def test_unchanged_is_known_without_looking_at_a_booking(app, cast, booked, linked, fetch):
    booked(cast.ada, "alder", "2026-03-12 10:00", "11:00")
    address = linked(cast.ada, "alder")
    tag = fetch(address).headers["ETag"]
    asked = []
    db.event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2].lower()))
    fetch(address, If_None_Match=tag, expect=304)
    reads = [statement for statement in asked if statement.startswith("select")]
    assert not [statement for statement in reads if "from booking" in statement or "occupancy" in statement]
    assert len(reads) == 2


def test_at_midnight_the_feed_moves_on(cast, booked, linked, fetch, at):
    booked(cast.ada, "alder", "2026-03-12 10:00", "11:00")
    address = linked(cast.ada)
    first = fetch(address)
    at("2026-03-10 23:59")
    fetch(address, If_None_Match=first.headers["ETag"], expect=304)
    at("2026-03-11 00:01")
    moved = fetch(address, If_None_Match=first.headers["ETag"])
    assert fetch(address, If_Modified_Since=first.headers["Last-Modified"]).data == moved.data


def test_a_renamed_room_is_a_new_feed(cast, rooms, linked, fetch):
    address = linked(cast.ada, "alder")
    tag = fetch(address).headers["ETag"]
    with transaction():
        rooms["alder"].name = "Oak"
    assert b"X-WR-CALNAME:Oak" in fetch(address, If_None_Match=tag).data


def test_a_large_feed_comes_packed_to_those_who_can_unpack(cast, booked, linked, fetch):
    booked(cast.ada, "alder", "2026-03-12 10:00", "11:00")
    address = linked(cast.ada)
    plain, packed = fetch(address), fetch(address, Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] == plain.headers["ETag"]
    assert fetch(address, Accept_Encoding="gzip;q=0").data == plain.data
    fetch(address, Accept_Encoding="gzip", If_None_Match=plain.headers["ETag"], expect=304)
