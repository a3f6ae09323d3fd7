"""Home and desk in a real browser: nothing for axe, nothing sticking out, one tap books."""

import pytest

from portal.booking import queries as booking_queries
from portal.db.base import db
from portal.helpdesk import actions as helpdesk
from portal.helpdesk.actions import Asking
from portal.helpdesk.steps import Saying
from portal.kernel import clock
from portal.reminders import actions as reminders
from tests.support.browser import axe, overflow


@pytest.fixture
def busy(cast, book):
    """A day on which something of everything is going on."""
    book(cast.ben, "alder", "09:00", "10:00", title="Stand-up")
    book(cast.ada, "hazel", "10:30", "12:00", title="Print review", people=6)
    book(cast.ada, "alder", "14:00", "15:00")
    for words in ("The heating is stuck on warm", "A quieter desk on Thursdays?"):
        helpdesk.ask(Asking(words=words), by=cast.ada, at=clock.now())
    ticket = helpdesk.ask(Asking(words="A locker on the second floor"), by=cast.ada, at=clock.now())
    helpdesk.reply(ticket, Saying(words="Number 14 is yours"), by=cast.cleo, at=clock.now(), asks=True)
    reminders.suggest(at=clock.now())


@pytest.mark.browser
@pytest.mark.parametrize("kind", [{}, {"dark": True}, {"phone": True}, {"phone": True, "dark": True}])
def test_axe_finds_nothing_at_home_and_at_the_desk(browse, cast, busy, kind):
    for member, paths in ((cast.ada, ["/"]), (cast.cleo, ["/desk", "/desk/bookings"])):
        page = browse(member, **kind)
        for path in paths:
            page.goto(path)
            assert axe(page) == [], path
            assert overflow(page) == 0, path


@pytest.mark.browser
@pytest.mark.parametrize("kind", [{}, {"phone": True, "scripts": False}])
def test_one_tap_books_a_free_room(browse, cast, rooms, kind):
    page = browse(cast.ada, **kind)
    page.goto("/")
    page.get_by_role("button", name="Book Willow, from now to 09:30").click()
    page.wait_for_url("**/bookings/*")
    db.session.rollback()
    assert [booking.room.slug for booking in booking_queries.bookings_of(cast.ada, since=clock.now())] == ["willow"]


@pytest.mark.browser
def test_an_empty_house_is_in_order_too(browse, cast):
    for member, path in ((cast.ada, "/"), (cast.cleo, "/desk")):
        page = browse(member)
        page.goto(path)
        assert axe(page) == [], path
