import pytest

from portal.calendars import queries
from tests.support.browser import axe, overflow

pytestmark = pytest.mark.browser


@pytest.fixture
def some_bookings(cast, booked):
    booked(cast.ada, "alder", "2026-03-12 10:00", "12:00", title="Spring print review")
    booked(cast.ada, "cedar", "2026-03-12 15:00", "16:30", title="Studio all-hands")
    booked(cast.ben, "alder", "2026-03-13 10:00", "12:00", title="Tide tables")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_member_subscribes_to_a_room(browse, cast, some_bookings, fetch, scripts):
    page = browse(cast.ada, scripts=scripts)
    page.goto("/calendars")
    page.get_by_label("One room").check()
    if not scripts:
        page.get_by_role("button", name="Show what it holds").click()
    page.get_by_text("Busy", exact=True).first.wait_for()
    assert "Tide tables" not in page.content()
    page.get_by_label("Where you will use it").fill("Kitchen screen")
    page.get_by_role("button", name="Make a link to Alder").click()
    address = page.get_by_label("The address").input_value()
    assert page.get_by_role("button", name="Copy").is_visible() is scripts
    assert b"SUMMARY:Busy" in fetch(address.removeprefix(browse.url)).data
    assert [link.label for link in queries.links_of(cast.ada)] == ["Kitchen screen"]


@pytest.mark.parametrize("screen", [{}, {"phone": True, "dark": True}], ids=["laptop", "phone at night"])
def test_the_pages_are_fit_for_everybody(browse, cast, some_bookings, linked, screen):
    linked(cast.ada, label="Google")
    page = browse(cast.ada, **screen)
    page.goto("/calendars?feed=room&room=alder")
    assert axe(page) == []
    assert overflow(page) == 0
    page.get_by_label("Where you will use it").fill("iPhone")
    page.get_by_role("button", name="Make a link to Alder").click()
    page.get_by_label("The address").wait_for()
    assert axe(page) == []
    assert overflow(page) == 0
