"""A series in a real browser: chosen, looked at, booked and changed; on a laptop and a phone, with and without scripts."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.support.browser import axe, overflow

pytestmark = pytest.mark.browser

FORM = "/bookings/new?room=alder&day=2026-03-10&starts=10:00&ends=11:00"
SIZES = {"laptop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.mark.parametrize("how", [("laptop", True, False), ("phone", True, True), ("phone", False, False)])
def test_a_series_is_chosen_seen_booked_and_given_back(browse, book, cast, rooms, how):
    size, scripts, dark = how
    book(cast.ben, "alder", "10:00", "11:00", day=date(2026, 3, 17), title="Secret merger")
    page = browse(cast.ada, phone=size == "phone", scripts=scripts, dark=dark)
    page.set_viewport_size(SIZES[size])
    faults = []

    def look(where):
        faults.extend([f"{where}: {fault}" for fault in axe(page)] if scripts else [])
        faults.extend([f"{where} is {overflow(page)} px too wide"] if scripts and overflow(page) else [])

    page.goto(FORM)
    page.get_by_label("What is it about?").fill("Print review")
    page.get_by_text("Does it repeat?").click()
    page.get_by_label("How often").select_option(label="Every Tuesday")
    page.get_by_label("How many times").fill("4")
    look("form")
    page.get_by_role("button", name="Book Alder").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Alder, every Tuesday, four times")
    expect(page.get_by_text("On 17 March Alder is taken, so we pencil in Birch, same time.")).to_be_visible()
    look("dates")
    page.get_by_label("What to do on Tuesday 17 March").select_option(label="Leave this date out")
    page.get_by_role("button", name="Book these").click()
    expect(page.get_by_text("Alder is yours, every Tuesday, three times.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Print review")
    look("booking")
    page.get_by_role("link", name=re.compile("every Tuesday")).click()
    expect(page.locator(".job")).to_have_count(3)
    look("series")
    page.locator(".job a").nth(1).click()
    page.get_by_text("Cancel this booking").click()
    page.get_by_label("Which dates do you give back?").select_option(label="This and the following dates")
    page.get_by_role("button", name="Yes, give Alder back").click()
    expect(page.get_by_text("Two dates are given back.")).to_be_visible()
    assert faults == []
