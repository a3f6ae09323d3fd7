"""Waiting and saying yes in a real browser: laptop and phone, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from portal.booking import actions as bookings
from portal.booking import queries
from portal.db.base import db
from portal.db.unit import transaction
from portal.kernel import clock
from tests.support.browser import axe, overflow

pytestmark = pytest.mark.browser

FORM = "/bookings/new?room=alder&day=2026-03-10&starts=12:15&ends=13:15"
DESKTOP = {"width": 1440, "height": 900}
EVERY_WAY = pytest.mark.parametrize(
    "how",
    [{}, {"phone": True}, {"scripts": False}, {"phone": True, "dark": True}],
    ids=["laptop", "phone", "laptop without scripts", "phone in the dark"],
)


def look(page, *, scripts: bool = True) -> list[str]:
    """What axe, which is a script, says of the page, and whether it is too wide."""
    if not scripts:
        return []
    said = [f"{page.url}: {fault}" for fault in axe(page)]
    sizes = [page.viewport_size] if page.viewport_size["width"] < 700 else [page.viewport_size, DESKTOP]
    for size in sizes:
        page.set_viewport_size(size)
        if overflow(page):
            said.append(f"{page.url} is {overflow(page)} px wider than {size['width']}")
    return said


@EVERY_WAY
def test_one_waits_is_offered_the_room_and_takes_it(browse, book, cast, rooms, how):
    taken = book(cast.ben, "alder", "12:15", "13:15")
    page, scripts = browse(cast.ada, **how), how.get("scripts", True)
    page.goto(FORM)
    page.get_by_label("What is it about?").fill("Print review")
    page.get_by_role("button", name="Book Alder").click()
    expect(page.get_by_text("Wait for Alder at 12:15")).to_be_visible()
    found = look(page, scripts=scripts)
    page.get_by_role("button", name="Wait for it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My waitlist")
    found += look(page, scripts=scripts)
    db.session.rollback()
    bookings.cancel(taken, by=cast.ben, at=clock.now())
    page.goto("/")
    found += look(page, scripts=scripts)
    page.get_by_role("button", name="Yes, I take it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Print review")
    expect(page.get_by_text("Alder is yours, 12:15 to 13:15.")).to_be_visible()
    assert found == []


@pytest.mark.parametrize("how", [{}, {"phone": True}], ids=["laptop", "phone"])
def test_the_desk_answers_and_sees_who_waits(browse, book, wait, cast, how):
    with transaction():
        queries.room("cedar").needs_approval = True
    asked = book(cast.ada, "cedar", "16:00", "17:00", title="Board")
    book(cast.ben, "alder", "12:15", "13:15")
    wait(cast.ada, "alder", "12:15", "13:15")
    page = browse(cast.cleo, **how)
    found = []
    for path in ("/desk", "/desk/waitlist", "/waitlist/new?room=alder", f"/bookings/{asked.public_id}", "/desk/approvals"):
        page.goto(path)
        found += look(page)
    page.get_by_role("button", name=re.compile("Yes.*Ada Okafor")).click()
    expect(page.get_by_text("Nothing waits for a yes")).to_be_visible()
    assert found == []
