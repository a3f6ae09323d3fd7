from datetime import date

import pytest

from portal.booking import queries as booking_queries
from portal.helpdesk import actions
from portal.helpdesk.actions import Asking
from portal.helpdesk.steps import Saying
from portal.kernel import clock


@pytest.mark.parametrize(
    ("time", "greeting"),
    [("09:00", "Good morning"), ("12:00", "Good afternoon"), ("18:00", "Good evening"), ("00:10", "Good morning")],
)
def test_the_house_greets_by_its_own_clock(visit, cast, at, time, greeting):
    at(f"2026-06-10 {time}")
    page = visit.as_(cast.ada).get("/")
    assert page.h1 == f"{greeting}, Ada"
    assert "Wednesday 10 June." in page


def test_the_desk_starts_at_the_desk(visit, cast):
    assert visit.as_(cast.cleo).get("/", expect=303).location == "/desk"
    assert visit.as_(cast.ada).get("/").h1 == "Good morning, Ada"


def test_a_first_day_has_something_to_do(visit, cast, rooms):
    page = visit.as_(cast.ada).get("/")
    assert "No bookings yet" in page
    assert "Willow is free right now" in page
    assert "Nothing open between us." in page


def test_the_next_booking_stands_large_and_the_others_below(visit, cast, book):
    book(cast.ada, "hazel", "14:00", "15:00")
    book(cast.ada, "alder", "09:30", "10:30", title="Print review")
    book(cast.ada, "alder", "10:00", "11:00", day=date(2026, 3, 12))
    page = visit.as_(cast.ada).get("/")
    assert page.words_of(".ticket h2") == ["Alder"]
    assert "In 30 minutes" in page
    assert "09:30 to 10:30, Print review" in page
    assert "Alder is yours from 09:30." in page
    assert [line.partition(" ")[0] for line in page.words_of("[aria-labelledby=coming] li")] == ["14:00", "10:00"]


def test_another_members_booking_is_not_on_mine(visit, cast, book):
    book(cast.ben, "alder", "09:30", "10:30", title="Secret plan")
    page = visit.as_(cast.ada).get("/")
    assert "Secret plan" not in page.html
    assert page.all(".ticket") == []


def test_a_free_room_is_booked_with_one_tap(visit, cast, rooms, at):
    at("2026-03-10 09:07")
    ada = visit.as_(cast.ada)
    home = ada.get("/")
    assert home.words_of("[aria-labelledby=free] b") == ["Willow", "Hazel", "Alder"]
    page = ada.submit(home, "Book Willow, from now to 09:30")
    assert "Willow" in page
    [booking] = booking_queries.bookings_of(cast.ada, since=clock.now())
    assert (booking.room.slug, f"{booking.starts_at:%H:%M}", f"{booking.ends_at:%H:%M}") == ("willow", "09:00", "09:30")
    ada.submit(home, "Book Willow, from now to 09:30")
    assert len(booking_queries.bookings_of(cast.ada, since=clock.now())) == 1, "two taps book once"


def test_what_is_taken_is_not_offered_and_what_ends_soon_says_when(visit, cast, book):
    book(cast.ben, "willow", "09:00", "10:00")
    book(cast.ben, "hazel", "09:45", "10:45")
    page = visit.as_(cast.ada).get("/")
    assert page.words_of("[aria-labelledby=free] b") == ["Hazel", "Alder"]
    assert page.words_of("[aria-labelledby=free] li:first-child button") == [
        "Book Hazel, from now to 09:30",
        "Book Hazel, from now to 09:45",
    ]


def test_when_the_house_is_closed_nothing_is_offered(visit, cast, rooms, at):
    at("2026-03-14 11:00")
    assert visit.as_(cast.ada).get("/").all("[aria-labelledby=free]") == []


def test_one_asks_the_desk_from_home_in_one_field(visit, cast):
    ada = visit.as_(cast.ada)
    page = ada.submit(ada.get("/"), "Ask the desk", words="The heating is stuck")
    assert page.path == "/requests/R-1001"
    assert "Received at 09:00." in ada.get("/")


def test_whether_it_is_fixed_is_answered_from_home(visit, cast):
    ticket = actions.ask(Asking(words="The heating is stuck"), by=cast.ada, at=clock.now())
    actions.reply(ticket, Saying(words="Cool again"), by=cast.cleo, at=clock.now(), asks=True)
    ada = visit.as_(cast.ada)
    home = ada.get("/")
    assert "Cleo thinks it is done. Is it?" in home
    page = ada.submit(home, "Yes, thank you: The heating is stuck")
    assert page.words_of(".rail li")[-1].startswith("You said it is")
    assert "Nothing open between us." in ada.get("/")


def test_home_leads_to_the_calendar(visit, cast):
    assert visit.as_(cast.ada).get("/").links["Show these in my calendar"] == "/calendars"
