"""Check-in in a real browser, on a phone, with and without scripts."""

import pytest
from playwright.sync_api import expect

from portal.booking.attendance import rules
from tests.support.browser import axe, overflow

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False])
def test_checked_in_from_a_phone_and_ended(browse, cast, coming, at, scripts):
    page = browse(cast.ada, phone=True, scripts=scripts)
    page.goto("/")
    page.get_by_role("button", name="Check in").click()
    expect(page.get_by_text("Checked in. Cedar is yours until 16:00.")).to_be_visible()
    at("2026-03-10 14:40")
    page.goto(f"/bookings/{coming.public_id}")
    page.get_by_role("button", name="Extend Until 16:15").click()
    expect(page.get_by_text("Cedar is yours, 14:00 to 16:15.")).to_be_visible()
    page.get_by_role("button", name="End now").click()
    expect(page.get_by_text("Cedar is free for others now.")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True])
def test_the_ticket_and_the_letters_page_are_for_everybody(browse, cast, coming, app, dark):
    page = browse(cast.ada, phone=True, dark=dark)
    token = rules.token(app.config["GROVE"].secret_key, coming.public_id, coming.starts_at)
    for address in ("/", f"/bookings/{coming.public_id}", f"/check-in/{token}"):
        page.goto(address)
        expect(page.get_by_role("button", name="Check in")).to_be_visible()
        assert (axe(page), overflow(page)) == ([], 0)
