"""Remembering and forgetting, in a real browser."""

import pytest

from tests.support.browser import axe, overflow

pytestmark = pytest.mark.browser

OAT_MILK = "Takes oat milk"


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("scripts", [True, False])
def test_the_desk_remembers_a_line_and_the_member_has_it_forgotten(browse, cast, phone, scripts):
    cleo = browse(cast.cleo, phone=phone, scripts=scripts)
    cleo.goto("/people")
    cleo.get_by_label("Search people").fill("okafor")
    cleo.get_by_label("Search people").press("Enter")
    cleo.get_by_role("link", name="Ada Okafor").click()
    cleo.get_by_label("About").select_option("coffee")
    cleo.get_by_label("What", exact=True).fill(OAT_MILK)
    cleo.get_by_role("button", name="Remember it").click()
    cleo.locator(".mem", has_text=OAT_MILK).wait_for()

    ada = browse(cast.ada, phone=phone, scripts=scripts)
    ada.goto("/me/remembered")
    assert "Cleo Marsh" in ada.locator("main").inner_text()
    ada.get_by_role("button", name=f"Forget it: {OAT_MILK}").click()
    ada.get_by_text("Nothing at all.").wait_for()
    cleo.reload()
    assert OAT_MILK not in cleo.content()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("phone", [False, True])
def test_nothing_stands_in_anybodys_way(browse, cast, dark, phone):
    cleo, ada = browse(cast.cleo, dark=dark, phone=phone), browse(cast.ada, dark=dark, phone=phone)
    cleo.goto(f"/desk/people/{cast.ada.public_id}")
    cleo.get_by_label("What", exact=True).fill("Diabetic")
    cleo.get_by_label("How we know").select_option("noticed")
    cleo.get_by_role("button", name="Remember it").click()
    cleo.get_by_label("said yes").wait_for()
    assert (axe(cleo), overflow(cleo)) == ([], 0)
    cleo.get_by_label("said yes").check()
    cleo.get_by_role("button", name="Remember it").click()
    cleo.locator(".mem", has_text="Diabetic").wait_for()
    hers = [(ada, path) for path in ("/people?q=nobody", "/me", "/me/remembered", "/me/sessions")]
    for page, path in [(cleo, "/people"), *hers]:
        page.goto(path)
        assert (path, axe(page), overflow(page)) == (path, [], 0)
