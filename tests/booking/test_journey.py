"""Booking in a real browser: a free slot, a taken one, a change of mind; with and without scripts, on a laptop and a phone."""

import re

import pytest
from playwright.sync_api import expect

from portal.db.unit import transaction
from portal.house.models import Closure
from tests.booking.conftest import TUESDAY
from tests.support.browser import axe, overflow

pytestmark = pytest.mark.browser

FORM = "/bookings/new?room=alder&day=2026-03-10&starts=10:00&ends=11:00"
DESKTOP = {"width": 1440, "height": 900}
TABLET = {"width": 1024, "height": 768}
EVERY_WAY = pytest.mark.parametrize(
    "how",
    [{"phone": phone, "scripts": scripts} for phone in (False, True) for scripts in (True, False)],
    ids=["laptop", "laptop without scripts", "phone", "phone without scripts"],
)


def free_slot(page, *, phone):
    """The first free time of Alder: a gap in the book, or a start on the phone."""
    return page.locator("#room-alder").locator(".starts a" if phone else ".track .free a").first


@EVERY_WAY
def test_a_free_slot_is_booked_and_given_back(browse, cast, rooms, how):
    page = browse(cast.ada, **how)
    page.goto("/rooms")
    # The click says which quarter is meant, so it goes to the very beginning.
    free_slot(page, phone=how["phone"]).click(position={"x": 8, "y": 8})
    expect(page.locator("dialog h2")).to_have_text("Alder")
    page.get_by_label("What is it about?").fill("Print review")
    page.get_by_role("button", name="Book Alder").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Print review")
    expect(page.get_by_text("Alder is yours, 09:00 to 10:00.")).to_be_visible()
    page.get_by_text("Cancel this booking").click()
    page.get_by_role("button", name="Yes, give Alder back").click()
    expect(page.get_by_text("Alder is free again, 09:00 to 10:00.")).to_be_visible()
    page.goto("/bookings")
    expect(page.get_by_text("No bookings yet.")).to_be_visible()


@EVERY_WAY
def test_a_taken_slot_becomes_another_with_one_click(browse, book, cast, rooms, how):
    page = browse(cast.ada, **how)
    page.goto(FORM)
    page.get_by_label("What is it about?").fill("Print review")
    book(cast.ben, "alder", "10:00", "11:00")
    page.get_by_role("button", name="Book Alder").click()
    expect(page.get_by_role("alert")).to_contain_text("Someone took 10:00 a moment before you. Here are")
    page.get_by_role("button", name="Take 11:00").click()
    expect(page.get_by_text("Alder is yours, 11:00 to 12:00.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Print review")


@EVERY_WAY
def test_the_details_of_a_refused_booking_can_be_changed(browse, book, cast, rooms, how):
    book(cast.ben, "alder", "10:00", "11:00")
    page = browse(cast.ada, **how)
    page.goto(FORM)
    page.get_by_label("What is it about?").fill("Print review")
    page.get_by_role("button", name="Book Alder").click()
    page.locator("summary", has_text="Change the details").click()
    expect(page.get_by_label("What is it about?")).to_have_value("Print review")
    page.get_by_label("From", exact=True).select_option("14:00")
    page.get_by_role("button", name="Book Alder").click()
    expect(page.get_by_text("Alder is yours, 14:00 to 15:00.")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_booking_is_moved(browse, book, cast, rooms, scripts):
    booking = book(cast.ada, "alder", "10:00", "11:00", title="Print review")
    page = browse(cast.ada, scripts=scripts)
    page.goto(f"/bookings/{booking.public_id}")
    page.get_by_label("Room").select_option("cedar")
    page.get_by_label("From", exact=True).fill("14:00")
    page.get_by_label("Until").fill("15:30")
    page.get_by_role("button", name="Save the change").click()
    expect(page.get_by_text("Cedar is yours, 14:00 to 15:30.")).to_be_visible()


def test_the_filter_lights_up_rooms_without_leaving_the_page(browse, cast, rooms):
    page = browse(cast.ada)
    page.goto("/rooms")
    page.get_by_text("6", exact=True).click()
    expect(page.locator("#room-birch")).to_have_class(re.compile("unfit"))
    expect(page.get_by_role("status").filter(has_text="Three rooms fit six people.")).to_be_attached()
    expect(page).to_have_url(re.compile("people=6"))
    assert page.evaluate("document.activeElement.value") == "6"
    page.get_by_role("link", name=re.compile("Wed 11")).click()
    expect(page.locator("#room-birch")).to_have_class(re.compile("unfit"))


def test_on_a_phone_the_filter_stays_open_while_one_chooses(browse, cast, rooms):
    page = browse(cast.ada, phone=True)
    page.goto("/rooms")
    page.locator(".filters summary").click()
    page.get_by_text("Video kit", exact=True).and_(page.locator("label")).click()
    expect(page.locator("#room-birch")).to_have_class(re.compile("unfit"))
    expect(page.get_by_text("1 h 30", exact=True)).to_be_visible()


def test_the_book_is_brought_up_to_date_each_minute_and_focus_stays(browse, book, cast, rooms):
    page = browse(cast.ada)
    page.clock.install()
    page.goto("/rooms")
    page.locator("#room-cedar .free a").focus()
    book(cast.ben, "alder", "12:00", "13:00")
    page.clock.fast_forward(61_000)
    expect(page.locator("#room-alder .busy")).to_have_count(1)
    assert page.evaluate("document.activeElement.closest('.room').id") == "room-cedar"


def test_the_form_is_left_by_escape_and_by_its_cross(browse, cast, rooms):
    page = browse(cast.ada)
    for leave in (lambda: page.keyboard.press("Escape"), lambda: page.get_by_role("link", name="Close", exact=True).click()):
        page.goto(FORM)
        expect(page.get_by_role("dialog")).to_be_visible()
        leave()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_role("heading", level=1)).to_have_text("Tuesday, 10 March")


def test_the_quarter_under_the_pointer_is_the_one_that_is_booked(browse, cast, rooms):
    page = browse(cast.ada)
    page.set_viewport_size(DESKTOP)
    page.goto("/rooms")
    gap = page.locator("#room-cedar .free a")
    box = gap.bounding_box()
    gap.click(position={"x": box["width"] * 0.51, "y": 20})
    expect(page.get_by_label("From", exact=True)).to_have_value("14:00")


def test_the_keys_walk_along_a_room_and_between_rooms(browse, book, cast, rooms):
    book(cast.ben, "alder", "12:00", "13:00")
    page = browse(cast.ada)
    page.goto("/rooms")
    page.locator("#room-alder .free a").first.focus()
    page.keyboard.press("ArrowRight")
    assert "starts=13:00" in page.evaluate("document.activeElement.href")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.room').id") == "room-birch"


@pytest.mark.parametrize(
    "how",
    [{"phone": phone, "dark": dark} for phone in (False, True) for dark in (False, True)],
    ids=["laptop", "laptop in the dark", "phone", "phone in the dark"],
)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(browse, book, cast, rooms, how):
    with transaction():
        cast.house.closures.append(Closure(closed_on=TUESDAY.replace(day=13), reason="Stocktaking"))
    mine = book(cast.ada, "alder", "09:00", "10:00", title="Print review", people=6)
    book(cast.ben, "alder", "12:00", "13:00", title="Secret merger")
    page = browse(cast.ada, **how)
    paths = ["/rooms", "/rooms?people=6&minutes=60&with=video", "/rooms?view=table", "/rooms?day=2026-03-13", "/rooms/alder"]
    paths += ["/bookings/new", FORM, "/bookings", f"/bookings/{mine.public_id}"]
    found = [fault for path in paths for fault in faults(page, path)]
    page.goto("/bookings/new?room=alder&day=2026-03-10&starts=12:00&ends=13:00")
    page.get_by_role("button", name="Book Alder").click()
    expect(page.get_by_role("alert")).to_be_visible()
    found += [f"taken: {fault}" for fault in axe(page)]
    assert found == []


def faults(page, path):
    """What axe says of the page, and by how much it is too wide."""
    page.goto(path)
    wide = [] if page.viewport_size["width"] < 700 else [TABLET, DESKTOP]
    said = [f"{path}: {fault}" for fault in axe(page)]
    for size in (page.viewport_size, *wide):
        page.set_viewport_size(size)
        if overflow(page):
            said.append(f"{path} is {overflow(page)} px wider than {size['width']}")
    return said
