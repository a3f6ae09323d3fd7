"""The browser the journeys run in sees what it should."""

import pytest

from tests.support.browser import axe, overflow

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("phone", [False, True])
def test_the_door_opens_in_a_real_browser(browse, phone):
    page = browse(phone=phone)
    page.goto("/sign-in")
    assert page.locator("h1").inner_text()
    assert axe(page) == []
    assert overflow(page) == 0


def test_a_breach_of_the_policy_does_not_go_unseen(browse):
    page = browse()
    page.goto("/sign-in")
    page.evaluate("() => { const s = document.createElement('style'); s.textContent = 'p{color:red}'; document.head.append(s) }")
    page.evaluate("() => fetch('https://elsewhere.example/').catch(() => null)")
    found = browse.watch.verdict()
    assert any("Content Security Policy" in each and "style" in each for each in found)
    assert any("elsewhere.example" in each for each in found)
    browse.allow("Content Security Policy", "elsewhere.example")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_member_signs_in_with_and_without_scripts(browse, cast, scripts):
    page = browse(cast.ada, scripts=scripts)
    page.goto("/me/sessions")
    assert "Ada" in page.locator("body").inner_text()
