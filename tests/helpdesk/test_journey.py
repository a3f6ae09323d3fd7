"""One request all the way through, in a real browser: asked in one field, answered, confirmed."""

import pytest

from portal.db.base import db
from portal.outbox import delivery
from tests.support.browser import axe, overflow

BROWSERS = [
    pytest.param({}, id="laptop"),
    pytest.param({"phone": True, "dark": True}, id="phone"),
    pytest.param({"scripts": False}, id="laptop without scripts"),
    pytest.param({"phone": True, "scripts": False}, id="phone without scripts"),
]


@pytest.mark.browser
@pytest.mark.parametrize("kind", BROWSERS)
def test_asked_in_one_field_answered_and_confirmed(browse, cast, mailbox, app, kind):
    ada, cleo = browse(cast.ada, **kind), browse(cast.cleo, **kind)
    ada.goto("/")
    ada.get_by_label("What can we do for you?").fill("Alder is very warm and the dial does nothing.")
    ada.get_by_role("button", name="Ask the desk").click()
    ada.wait_for_url("**/requests/R-1001")
    assert ada.locator("[aria-current=step]").inner_text().startswith("Received")

    cleo.goto("/desk")
    cleo.get_by_role("button", name="I’ll take it").click()
    cleo.wait_for_url("**/requests/R-1001")
    cleo.get_by_label("Your words").fill("The fan is in, it is cool again.")
    cleo.get_by_role("button", name="Send, and ask if it is fixed").click()
    cleo.get_by_text("Cleo asked whether it is fixed").wait_for()

    db.session.rollback()
    delivery.deliver_due()
    assert "The fan is in, it is cool again." in mailbox.one(cast.ada.email).text
    ada.goto("/requests/R-1001")
    ada.get_by_text("The fan is in, it is cool again.").wait_for()
    assert overflow(ada) == overflow(cleo) == 0
    ada.get_by_role("button", name="Yes, it is").click()
    ada.get_by_text("Ada said it is fixed").wait_for()
    assert ada.locator(".rail li.done").count() == 4


@pytest.mark.browser
def test_a_note_to_the_desk_looks_different_while_it_is_written(browse, cast, asked):
    asked()
    cleo = browse(cast.cleo)
    cleo.goto("/requests/R-1001")
    reply = cleo.locator("form.reply")
    paper = reply.evaluate("form => getComputedStyle(form).backgroundColor")
    assert cleo.get_by_role("button", name="Send, and ask if it is fixed").is_visible()
    cleo.get_by_text("Note to the desk").click()
    assert reply.evaluate("form => getComputedStyle(form).backgroundColor") != paper
    assert not cleo.get_by_role("button", name="Send, and ask if it is fixed").is_visible()
    assert cleo.get_by_text("Only the desk reads this.").is_visible()
    assert axe(cleo) == []


@pytest.mark.browser
@pytest.mark.parametrize("kind", [{}, {"dark": True}, {"phone": True}])
def test_axe_finds_nothing_on_the_pages_of_requests(browse, cast, asked, replied, kind):
    replied(asked(), asks=True)
    asked("A quieter desk?", by=cast.ben)
    for member, pages in (
        (cast.ada, ["/requests", "/requests/new", "/requests/R-1001"]),
        (cast.cleo, ["/desk/requests", "/requests/R-1001", "/requests/R-1002"]),
    ):
        page = browse(member, **kind)
        for path in pages:
            page.goto(path)
            assert axe(page) == [], path
            assert overflow(page) == 0, path


@pytest.mark.browser
def test_axe_finds_nothing_where_there_is_nothing(browse, cast):
    for member, path in ((cast.ada, "/requests"), (cast.cleo, "/desk/requests")):
        page = browse(member)
        page.goto(path)
        assert axe(page) == [], path
