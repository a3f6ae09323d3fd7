"""The display in a real browser, as wide as a tablet, in light and dark."""

import pytest
from playwright.sync_api import expect

from portal.booking.door import actions
from portal.kernel import clock
from tests.support.browser import axe, overflow

pytestmark = pytest.mark.browser

TABLET = {"width": 1180, "height": 820}


@pytest.mark.parametrize("dark", [False, True])
def test_a_tablet_is_paired_and_follows_its_room(browse, book, cast, rooms, dark):
    code = actions.make_code(rooms["alder"], by=cast.cleo, at=clock.now())
    page = browse(dark=dark)
    page.set_viewport_size(TABLET)
    page.clock.install()
    page.goto("/rooms/alder/door")
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Show this room").click()
    expect(page.get_by_text("Free until 19:00. Come in.")).to_be_visible()
    assert (axe(page), overflow(page)) == ([], 0)
    book(cast.ada, "alder", "09:00", "10:00")
    page.clock.fast_forward(21_000)
    expect(page.get_by_text("In good use until 10:00.")).to_be_visible()
    assert (axe(page), overflow(page)) == ([], 0)
    page.evaluate("dispatchEvent(new Event('offline'))")
    expect(page.get_by_text("The line is down.")).to_be_visible()
    assert axe(page) == []
