"""Where things stand in the book."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.booking import board
from portal.booking.board import Scale, Wish, load
from portal.booking.grid.rules import RoomDay, Stretch
from portal.booking.mood import mood
from portal.booking.rules import Kind, RoomFacts, Status
from portal.house.rules import Hours
from portal.kernel.slots import Slot

LONDON, LORD_HOWE = ZoneInfo("Europe/London"), ZoneInfo("Australia/Lord_Howe")
DAY = date(2026, 6, 11)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
OPEN = ((time(8, 30), time(19, 0)),)
ALL_DAY = ((time(0), time(23, 45)),)


def hours(stretches=OPEN, zone=LONDON):
    return Hours(zone=zone, weekly=dict.fromkeys(range(7), stretches))


def at(text, day=DAY, zone=LONDON):
    return datetime.combine(day, time.fromisoformat(text), zone).astimezone(UTC)


def a_room(**facts):
    known = {"id": 1, "slug": "alder", "name": "Alder", "capacity": 10, "fire_capacity": 12, "amenities": frozenset({"screen"})}
    return RoomFacts(**{**known, **facts})


def taken(begin, end, *, room=None, day=DAY, **facts):
    room = room or a_room()
    begin, end = at(begin, day), at(end, day)
    return Stretch(Kind.BOOKING, begin, end, begin - room.setup, end + room.turnover, **facts)


def scale(now="07:00", day=DAY, stretches=OPEN, zone=LONDON):
    return board.scale(day, hours(stretches, zone), at(now, day, zone))


def kinds(row):
    return [(piece.kind, piece.at, piece.span) for piece in row.pieces]


# --- What is drawn ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opens", "closes", "first", "count"),
    [
        ("08:30", "19:00", 32, 48),
        ("09:00", "18:30", 32, 44),
        ("00:00", "23:45", 0, 96),
        ("00:00", "00:00", 0, 96),
        ("22:00", "23:00", 48, 48),
    ],
)
def test_the_book_is_drawn_in_whole_hours_with_closed_time_on_each_side(opens, closes, first, count):
    assert board.drawn([(time.fromisoformat(opens), time.fromisoformat(closes))]) == (first, count)


def test_a_booking_outside_of_the_opening_hours_widens_the_book():
    on = scale().reaching([RoomDay(a_room(), (taken("06:15", "07:00"), taken("20:00", "21:15")))])
    assert (on.first, on.last) == (24, 88)


def test_a_booking_over_midnight_ends_with_the_day():
    on = scale(stretches=ALL_DAY)
    late = Slot(at("23:00"), at("23:00") + timedelta(hours=3))
    assert on.place(late) == (92, 4)
    early = Slot(at("00:00") - timedelta(hours=2), at("01:00"))
    assert on.place(early) == (0, 4)


def test_what_is_not_on_the_quarter_takes_up_the_quarters_it_touches():
    assert scale().place(Slot(at("10:10"), at("10:40"))) == (40, 3)


def test_what_lies_before_or_after_the_drawn_part_has_no_place():
    assert scale().place(Slot(at("05:00"), at("06:00"))) is None
    assert scale().place(Slot(at("21:00"), at("22:00"))) is None


def test_closed_time_lies_on_both_sides_and_over_a_lunch_break():
    on = scale(stretches=((time(9), time(12)), (time(13), time(18))))
    assert board.closed(on) == [(32, 4), (48, 4), (72, 4)]


def test_the_present_is_a_line_in_its_quarter_today_only():
    assert board.present(scale("10:20")) == (41, 5)
    assert board.present(scale("05:00")) is None
    tomorrow = board.scale(DAY + timedelta(days=1), hours(), at("10:20"))
    assert board.present(tomorrow) is None
    assert board.past(tomorrow) is None


def test_the_past_reaches_from_opening_to_now_and_not_beyond_closing():
    assert board.past(scale("08:00")) is None
    assert board.past(scale("10:20")) == (34, 7)
    assert board.past(scale("22:00")) == (34, 42)


# --- One room ---------------------------------------------------------------------------------------------


def test_a_day_is_bookings_tidying_and_gaps_in_order_of_time():
    room = a_room(turnover=timedelta(minutes=15))
    day = RoomDay(room, (taken("10:30", "12:00", room=room, is_mine=True), taken("14:00", "15:30", room=room)))
    assert kinds(board.row(day, scale(), Wish())) == [
        ("free fits", 34, 7),  # until 10:15: the room is tidied before 10:30
        ("mine", 42, 6),
        ("turn", 48, 1),
        ("free fits", 49, 6),
        ("busy", 56, 6),
        ("turn", 62, 1),
        ("free fits", 63, 13),
    ]


def test_a_room_that_is_set_up_first_is_free_only_after_that():
    room = a_room(setup=timedelta(minutes=30))
    day = RoomDay(room, (taken("10:00", "11:00", room=room),))
    row = board.row(day, scale(), Wish())
    assert [(piece.at, piece.span) for piece in row.pieces if piece.kind == "turn"] == [(38, 2)]
    assert row.free == [Slot(at("08:30"), at("09:30")), Slot(at("11:30"), at("19:00"))]


def test_where_tidying_meets_setting_up_it_is_drawn_once():
    room = a_room(setup=timedelta(minutes=15), turnover=timedelta(minutes=30))
    day = RoomDay(room, (taken("09:00", "10:00", room=room), taken("10:30", "11:00", room=room)))
    turns = [(piece.at, piece.span) for piece in board.row(day, scale(), Wish()).pieces if piece.kind == "turn"]
    assert turns == [(35, 1), (40, 2), (44, 2)]


def test_nothing_is_offered_in_the_past_but_the_running_quarter_still_is():
    row = board.row(RoomDay(a_room()), scale("10:20"), Wish())
    assert kinds(row) == [("free fits live", 41, 35)]
    assert [start.running for start in row.starts][:2] == [True, False]


def test_a_day_that_is_over_offers_nothing():
    row = board.row(RoomDay(a_room(), (taken("10:00", "11:00"),)), scale("20:00"), Wish())
    assert kinds(row) == [("busy gone", 40, 4)]
    assert row.starts == []


def test_my_own_stays_mine_when_it_is_over_and_a_hold_is_pencilled():
    day = RoomDay(a_room(), (taken("09:00", "10:00", is_mine=True), taken("11:00", "12:00", status=Status.HELD, is_mine=True)))
    assert [kind for kind, _, _ in kinds(board.row(day, scale("10:30"), Wish())) if "free" not in kind] == ["mine", "held"]


def test_bookings_of_rooms_that_share_a_part_are_one_busy_time():
    day = RoomDay(a_room(), (taken("09:00", "11:00", is_elsewhere=True), taken("10:00", "12:00", is_elsewhere=True)))
    assert [piece for piece in kinds(board.row(day, scale(), Wish())) if "busy" in piece[0]] == [("busy", 36, 12)]


def test_a_wish_lights_up_what_fits_and_hides_nothing():
    day = RoomDay(a_room(), (taken("09:00", "18:00"),))
    assert kinds(board.row(day, scale(), Wish(minutes=60))) == [("free", 34, 2), ("busy", 36, 36), ("free fits", 72, 4)]


@pytest.mark.parametrize(
    ("wish", "missing"),
    [
        (Wish(), ""),
        (Wish(people=10), ""),
        (Wish(people=11), "seats"),
        (Wish(things=("screen",)), ""),
        (Wish(things=("screen", "video")), "video"),
        (Wish(things=("step-free",)), "step-free"),
    ],
)
def test_a_room_says_what_it_lacks(wish, missing):
    row = board.row(RoomDay(a_room()), scale(), wish)
    assert row.missing == missing
    assert bool(row.starts) is not bool(missing)
    assert [kind for kind, _, _ in kinds(row)] == ["free" if missing else "free fits"]


def test_the_starts_are_spread_over_the_gaps():
    day = RoomDay(a_room(), (taken("08:30", "12:15"), taken("14:00", "15:45")))
    starts = [start.at.astimezone(LONDON).strftime("%H:%M") for start in board.row(day, scale(), Wish(minutes=60)).starts]
    assert starts == ["12:15", "12:45", "15:45", "16:15"]


# --- Clock changes ----------------------------------------------------------------------------------------


def test_on_the_short_day_the_wall_clock_says_where_and_the_instants_how_long():
    on = scale("00:00", SPRING, ALL_DAY)
    night = Slot(at("00:00", SPRING), at("03:00", SPRING))
    assert night.lasts == timedelta(hours=2)
    assert on.place(night) == (0, 12)


def test_on_the_long_day_nothing_is_lost_in_the_hour_that_comes_twice():
    on = scale("00:00", AUTUMN, ALL_DAY)
    first = at("01:30", AUTUMN)
    over = Slot(first, first + timedelta(minutes=45))  # ends at 01:15 by the wall clock
    assert on.place(over) == (6, 1)
    whole = Slot(at("00:00", AUTUMN), at("03:00", AUTUMN))
    assert whole.lasts == timedelta(hours=4)
    assert on.place(whole) == (0, 12)


def test_half_an_hour_of_lord_howe_is_drawn_too():
    change = date(2026, 4, 5)
    on = scale("00:00", change, ALL_DAY, LORD_HOWE)
    room = board.row(RoomDay(a_room()), on, Wish())
    assert kinds(room) == [("free fits live", 0, 95)]
    assert room.free[0].lasts == timedelta(hours=24, minutes=15)


quarters = st.integers(0, 95)


@given(st.lists(st.tuples(quarters, st.integers(1, 12)), max_size=8), st.sampled_from([DAY, SPRING, AUTUMN]), quarters)
def test_every_piece_stands_inside_the_book_and_free_time_overlaps_nothing(slots, day, now):
    midnight = at("00:00", day)
    room = a_room(setup=timedelta(minutes=15), turnover=timedelta(minutes=30))
    stretches = []
    for begin, span in slots:
        starts, ends = midnight + begin * board.QUARTER, midnight + (begin + span) * board.QUARTER
        stretches.append(Stretch(Kind.BOOKING, starts, ends, starts - room.setup, ends + room.turnover))
    whole = RoomDay(room, tuple(stretches))
    on: Scale = board.scale(day, hours(), midnight + now * board.QUARTER).reaching([whole])
    row = board.row(whole, on, Wish(minutes=30))
    assert all(on.first <= piece.at < piece.at + piece.span <= on.last for piece in row.pieces)
    assert all(whole.is_free(gap) for gap in row.free)
    assert all(whole.is_free(Slot(start.at, start.at + timedelta(minutes=30))) for start in row.starts)


# --- What kind of day it is -------------------------------------------------------------------------------


def the_mood(*stretches, now="07:00", day_hours=OPEN):
    on = scale(now, stretches=day_hours)
    found = mood(on, [board.row(RoomDay(a_room(), stretches), on, Wish())])
    return found.word, found.turns_at and found.turns_at.astimezone(LONDON).strftime("%H:%M")


def test_a_day_is_told_in_one_word():
    assert the_mood() == ("quiet", None)
    assert the_mood(taken("08:30", "19:00")) == ("full", None)
    assert the_mood(taken("08:30", "12:00")) == ("then_quiet", "12:00")
    assert the_mood(taken("14:00", "19:00")) == ("then_busy", "14:00")
    assert the_mood(now="20:00") == ("over", None)
    assert the_mood(day_hours=()) == ("closed", None)
    assert the_mood(*[taken(f"{hour:02}:00", f"{hour + 1:02}:00") for hour in (9, 11, 13, 15, 17)]) == ("mixed", None)


def test_how_full_a_day_is_shows_a_single_booking_and_stops_at_ten():
    hour = timedelta(hours=1)
    assert [load(booked, 10 * hour) for booked in (0 * hour, hour / 60, 3 * hour, 12 * hour)] == [0, 1, 3, 10]
    assert load(hour, 0 * hour) == 0
