"""The door, in a real browser."""

from dataclasses import replace

import pytest

from portal.db.unit import transaction
from portal.members.passwords import hashed
from portal.members.views import DEMO_PASSWORD
from tests.support.browser import axe, overflow

pytestmark = pytest.mark.browser


def test_who_was_signed_out_while_writing_loses_nothing(browse, cast, at):
    page = browse(cast.ada)
    page.goto("/me")
    page.get_by_label("A sentence about you").fill("Ask me about lino cuts")
    at.later(hours=13)
    page.get_by_role("button", name="Keep my card").click()
    page.get_by_text("Ask me about lino cuts").wait_for()
    assert (axe(page), overflow(page)) == ([], 0)
    page.get_by_label("Your e-mail").fill(cast.ada.email)
    page.get_by_label("Your password").fill("four walls and a kettle")
    page.get_by_role("button", name="Come in").click()
    page.get_by_role("button", name="Send it").click()
    page.wait_for_url("**/me")
    assert page.get_by_label("A sentence about you").input_value() == "Ask me about lino cuts"


class TestADemoHouse:
    @pytest.fixture
    def settings(self, settings):
        return replace(settings, demo=True)

    @pytest.fixture
    def shown(self, cast):
        """The people have the password that the page shows."""
        with transaction():
            for person in (cast.ada, cast.ben, cast.cleo, cast.max):
                person.password_hash = hashed(DEMO_PASSWORD)
        return cast

    @pytest.mark.parametrize("dark", [False, True])
    @pytest.mark.parametrize("phone", [False, True])
    def test_opens_with_one_press(self, browse, shown, phone, dark):  # noqa: ARG002 - a fixture may be asked for what it does
        page = browse(phone=phone, dark=dark)
        page.goto("/sign-in?next=/me/sessions")
        assert DEMO_PASSWORD in page.locator("main").inner_text()
        assert (axe(page), overflow(page)) == ([], 0)
        page.get_by_role("button", name="Come in as Cleo").click()
        page.wait_for_url("**/me/sessions")
        assert page.get_by_text("Cleo Marsh, your account").count() == 1
