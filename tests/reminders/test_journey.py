"""A note by hand in a real browser: suggested by a first booking, taken, written, ticked off."""

import re

import pytest

from portal.reminders.rules import Status
from tests.reminders.conftest import fresh
from tests.support.browser import axe, overflow

BROWSERS = [
    pytest.param({}, id="laptop"),
    pytest.param({"phone": True, "dark": True}, id="phone"),
    pytest.param({"scripts": False}, id="laptop without scripts"),
    pytest.param({"phone": True, "scripts": False}, id="phone without scripts"),
]


@pytest.mark.browser
@pytest.mark.parametrize("kind", BROWSERS)
def test_taken_written_and_ticked_off(browse, cast, touch, kind):
    cleo = browse(cast.cleo, **kind)
    cleo.goto("/desk")
    cleo.get_by_role("link", name="Ada Okafor").click()
    cleo.get_by_text("First booking: Alder, made today.").wait_for()
    cleo.get_by_role("button", name=re.compile("^Write")).click()
    cleo.get_by_role("button", name="Written, not brought yet").click()
    cleo.get_by_role("button", name="Written, not brought yet").wait_for(state="detached")
    assert overflow(cleo) == 0
    cleo.get_by_role("button", name="Written and on their desk").click()
    cleo.get_by_text("The queue is empty").wait_for()
    assert fresh(touch).status == Status.DELIVERED


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False])
def test_later_and_skip_open_without_a_script(browse, cast, touch, scripts):
    cleo = browse(cast.cleo, scripts=scripts)
    cleo.goto("/desk/touches")
    cleo.locator("summary", has_text="Later").click()
    cleo.get_by_label("Bring it back on").fill("2026-03-20")
    cleo.get_by_role("button", name="Put it off").click()
    cleo.get_by_text("The queue is empty").wait_for()
    cleo.goto("/desk/touches?show=later")
    cleo.get_by_text("Friday 20 March").first.wait_for()


@pytest.mark.browser
@pytest.mark.parametrize("kind", [{}, {"dark": True}, {"phone": True}])
def test_axe_finds_nothing_in_the_queue(browse, cast, touch, kind):
    cleo = browse(cast.cleo, **kind)
    for path in (
        "/desk/touches",
        f"/desk/touches?touch={touch.public_id}",
        "/desk/touches?show=later",
        "/desk/touches?show=done",
    ):
        cleo.goto(path)
        assert axe(cleo) == [], path
        assert overflow(cleo) == 0, path
    cleo.goto("/desk/touches")
    for summary in cleo.locator(".tonote summary").all():
        summary.click()
        assert axe(cleo) == [], "with a menu open"
        assert overflow(cleo) == 0, "with a menu open"


@pytest.mark.browser
def test_axe_finds_nothing_in_an_empty_queue(browse, cast):
    cleo = browse(cast.cleo)
    cleo.goto("/desk/touches")
    assert axe(cleo) == []
