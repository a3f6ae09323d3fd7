"""Setting the house up in a real browser: with and without scripts, on a laptop and a phone, in both colours."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import axe, overflow

pytestmark = pytest.mark.browser

WIDE = {"width": 1440, "height": 900}
PAGES = (
    "/manage", "/manage/rooms", "/manage/rooms/new", "/manage/rooms/new?combined=yes", "/manage/rooms/alder", "/manage/groups",
    "/manage/locations", "/manage/locations/new", "/manage/locations/mill-lane", "/manage/closures",
    "/manage/closures/holidays?country=GB&part=ENG", "/house",
)  # fmt: skip


@pytest.mark.parametrize("plain", [False, True], ids=["laptop", "phone without scripts"])
def test_a_manager_adds_a_room_and_a_photo_and_closes_a_day(browse, cast, rooms, a_photo, plain):
    page = browse(cast.max, phone=plain, scripts=not plain)
    page.goto("/manage")
    page.get_by_role("link", name="Rooms", exact=True).last.click()
    page.get_by_role("link", name="Add a room").click()
    page.get_by_label("Name", exact=True).fill("Oak")
    page.get_by_label("Seats").fill("6")
    page.get_by_label("Never more than").fill("8")
    page.get_by_text("Video kit").click()
    page.get_by_label("And also").fill("Green screen")
    page.get_by_role("button", name="Open this room").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Oak")
    page.get_by_label("Choose a photo").set_input_files({"name": "oak.jpg", "mimeType": "image/jpeg", "buffer": a_photo()})
    page.get_by_role("button", name="Hang this photo").click()
    picture = page.get_by_role("img", name="Oak, photographed")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") == 1600
    page.goto("/manage/closures")
    page.get_by_label("First day").fill("2026-03-11")
    page.get_by_label("Why").fill("Floors are oiled")
    page.get_by_role("button", name="Keep the house closed").click()
    expect(page.get_by_role("button", name="Open after all")).to_be_visible()
    page.goto("/rooms?day=2026-03-11")
    expect(page.get_by_text("Floors are oiled")).to_be_visible()


def test_what_is_in_the_way_is_said_and_what_was_typed_is_kept(browse, book, cast, rooms):
    book(cast.ada, "alder", "10:00", "11:00")
    book(cast.ben, "alder", "11:00", "12:00")
    page = browse(cast.max)
    page.goto("/manage/rooms/alder")
    page.get_by_label("Tidying up").fill("15")
    page.get_by_role("button", name="Save Alder").click()
    expect(page.get_by_role("alert")).to_contain_text("Alder, Tuesday 10 March, 10:00 – 11:00, Ada Okafor")
    expect(page.get_by_label("Tidying up")).to_have_value("15")
    assert axe(page) == []


@pytest.mark.parametrize(("phone", "dark"), [(False, False), (True, True)], ids=["laptop", "phone in the dark"])
def test_every_page_is_for_everybody(browse, cast, rooms, phone, dark):
    page = browse(cast.max, phone=phone, dark=dark)
    if not phone:
        page.set_viewport_size(WIDE)
    for path in PAGES:
        page.goto(path)
        assert (path, axe(page), overflow(page)) == (path, [], 0)
