"""The pages of requests, for whoever asked and for the desk; beside each allowed thing, the one who may not."""

import pytest

from portal.helpdesk import actions, queries
from portal.helpdesk.rules import Status
from portal.helpdesk.steps import Saying
from portal.kernel import clock
from tests.helpdesk.conftest import fresh, said

SECRET = "Same valve as in March, and she is always cold"


@pytest.fixture
def noted(cast, asked):
    """A request with a note that only the desk may read."""
    ticket = asked()
    actions.note_for_the_desk(ticket, Saying(words=SECRET), by=cast.cleo, at=clock.now())
    return ticket


def test_a_member_asks_in_one_field_and_sees_it_received(visit, cast):
    ada = visit.as_(cast.ada)
    page = ada.submit(ada.get("/requests/new"), "Ask the desk", words="The heating is stuck on warm.")
    assert page.path == "/requests/R-1001"
    assert page.h1 == "The heating is stuck on warm"
    assert page.words_of(".rail .at") == ["Received 09:00"]
    assert "We have it. Its number is R-1001." in page
    assert "The heating is stuck on warm" in ada.get("/requests")


def test_the_form_is_filled_in_by_where_one_comes_from(visit, cast, alder):
    ada = visit.as_(cast.ada)
    page = ada.get("/requests/new?words=The+dial+does+nothing&room=alder")
    assert page.one("#f-words").get_text().strip() == "The dial does nothing"
    page = ada.submit(page, "Ask the desk")
    assert "about Alder" in page
    assert ada.get("/requests/new?room=nowhere").all("option[selected]") == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"words": "  "}, "Write a line"),
        ({"words": "x" * 4001}, "4001 characters; 4000 fit"),
        ({"words": "Warm", "room": "nowhere"}, "Choose one of the rooms"),
        ({"words": "Warm", "kind": "gossip"}, "Choose one of the kinds"),
        ({"words": "Warm", "subject": "y" * 121}, "120 characters fit"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_typed_is_lost(visit, cast, typed, sentence):
    ada = visit.as_(cast.ada)
    page = ada.post("/requests", typed, expect=422)
    assert sentence in page
    assert page.one("#f-words").get_text().strip() == typed["words"].strip()
    assert queries.requests_of(cast.ada) == []


def test_the_same_form_sent_twice_leads_to_the_same_request(visit, cast):
    ada = visit.as_(cast.ada)
    form = {"words": "Warm", "once": "a-form"}
    assert [ada.post("/requests", form).location for _ in range(2)] == ["/requests/R-1001"] * 2


def test_another_members_request_is_not_there(visit, cast, asked):
    asked()
    ben = visit.as_(cast.ben)
    ben.get("/requests/R-1001", expect=404)
    for deed in ("messages", "confirmation", "reopening", "claim", "plan", "kind"):
        ben.post(f"/requests/R-1001/{deed}", {"words": "Hm"}, expect=404)
    assert "heating" not in ben.get("/requests")


def test_somebody_who_is_not_signed_in_is_asked_to_be(visit, cast, asked):
    asked()
    assert visit.get("/requests/R-1001", expect=303).location.startswith("/sign-in")


def test_the_other_one_at_the_desk_sees_it_too(visit, cast, asked, luis):
    asked()
    assert visit.as_(luis).get("/requests/R-1001").h1 == "The heating is stuck"
    assert visit.as_(cast.max).get("/requests/R-1001").h1 == "The heating is stuck"


def test_what_the_desk_notes_is_nowhere_on_the_members_page(visit, cast, noted):
    page = visit.as_(cast.ada).get("/requests/R-1001")
    assert SECRET not in page.html
    assert "valve" not in page.html
    assert "desk only" not in page.html.lower()


def test_at_the_desk_it_stands_visibly_apart(visit, cast, noted):
    page = visit.as_(cast.cleo).get("/requests/R-1001")
    [aside] = page.words_of(".aside-note")
    assert "Desk only" in aside
    assert SECRET in aside


def test_the_composer_says_who_reads_it(visit, cast, noted):
    cleo = visit.as_(cast.cleo)
    page = cleo.get("/requests/R-1001")
    assert "Only the desk reads this. Ada can ask to see it." in page
    cleo.submit(page, "Send", words="Bergs comes at one", internal="yes")
    cleo.submit(cleo.get("/requests/R-1001"), "Send", words="I have opened the windows")
    assert said(noted, by=cast.ada) == ["The heating is stuck.", "I have opened the windows"]


def test_a_note_never_becomes_a_letter(visit, cast, noted, mailbox):
    from portal.outbox import queries as letters  # noqa: PLC0415

    cleo = visit.as_(cast.cleo)
    cleo.submit(cleo.get("/requests/R-1001"), "Send, and ask if it is fixed", words="Not for her", internal="yes")
    assert letters.letters() == []
    assert fresh(noted).status == Status.RECEIVED


def test_a_reply_reaches_the_member_by_page_and_by_mail(visit, cast, asked, mailbox):
    from portal.outbox import delivery  # noqa: PLC0415

    asked("The heating is stuck.\n\nIt is very warm.")
    cleo = visit.as_(cast.cleo)
    cleo.submit(cleo.get("/requests/R-1001"), "Send", words="I am on it.\n\nThe fan comes at ten.")
    delivery.deliver_due()
    letter = mailbox.one("ada@grove.example")
    assert letter.subject == "Cleo about your request R-1001"
    assert "Cleo Marsh" in letter.message["From"]
    assert "The fan comes at ten." in letter.text
    assert letter.link("/requests/") == "https://grove.example/requests/R-1001"
    assert "heating" not in letter.subject
    page = visit.as_(cast.ada).get("/requests/R-1001")
    assert "The fan comes at ten." in page
    assert page.words_of(".rail .at b") == ["Cleo is on it"]


def test_the_next_letter_continues_the_thread(visit, cast, asked, replied, mailbox):
    from portal.outbox import delivery  # noqa: PLC0415

    ticket = asked()
    replied(ticket, "On my way")
    replied(ticket, "It should be cool", asks=True)
    delivery.deliver_due()
    first, second = mailbox.to("ada@grove.example")
    assert second.message["In-Reply-To"] == first.message["Message-ID"]
    assert "Is it fixed?" in second.text


def test_only_the_member_closes_it(visit, cast, asked):
    asked()
    cleo, ada = visit.as_(cast.cleo), visit.as_(cast.ada)
    cleo.submit(cleo.get("/requests/R-1001"), "Send, and ask if it is fixed", words="Cool again")
    page = cleo.post("/requests/R-1001/confirmation", expect=403)
    assert "Only Ada can say whether it is fixed." in page
    page = ada.submit(ada.get("/requests/R-1001"), "Yes, it is")
    assert page.words_of(".rail li")[-1].startswith("You said it is")
    assert "You said it is fixed, today." in ada.get("/requests")


def test_not_yet_brings_it_back_and_so_does_a_bad_night(visit, cast, asked, replied, at):
    replied(asked(), asks=True)
    ada = visit.as_(cast.ada)
    page = ada.submit(ada.get("/requests/R-1001"), "Not yet")
    assert page.words_of(".rail .at b") == ["Cleo is on it"]
    replied(queries.ticket_for(cast.ada, "R-1001"), asks=True)
    ada.submit(ada.get("/requests/R-1001"), "Yes, it is")
    page = ada.submit(ada.get("/requests/R-1001"), "It is still a problem", words="Warm again")
    assert page.words_of(".rail .at b") == ["Cleo is on it"]
    assert "Warm again" in page


def test_after_thirty_days_a_new_request_is_the_way(visit, cast, asked, replied, at):
    ticket = asked()
    replied(ticket, asks=True)
    actions.confirm(ticket, by=cast.ada, at=clock.now())
    at.later(days=31)
    ada = visit.as_(cast.ada)
    assert "It is still a problem" not in ada.get("/requests/R-1001").buttons
    page = ada.post("/requests/R-1001/reopening", {"words": "Warm again"}, expect=409)
    assert "Ask again in a new request" in page


def test_a_word_to_a_closed_request_says_how_to_open_it_and_keeps_the_word(visit, cast, asked, replied):
    ticket = asked()
    replied(ticket, asks=True)
    actions.confirm(ticket, by=cast.ada, at=clock.now())
    page = visit.as_(cast.ada).post("/requests/R-1001/messages", {"words": "One more thing"}, expect=409)
    assert "Open it again if it is still a problem" in page
    assert page.one("#f-words").get_text().strip() == "One more thing"


def test_a_reply_to_what_has_moved_on_is_stopped_and_kept(visit, cast, asked):
    ticket = asked()
    cleo = visit.as_(cast.cleo)
    page = cleo.get("/requests/R-1001")
    actions.write(ticket, Saying(words="It stopped by itself"), by=cast.ada, at=clock.now())
    page = cleo.submit(page, "Send", words="Bergs comes at one", expect=409)
    assert "Ada wrote something while you were typing." in page
    assert page.one("#f-words").get_text().strip() == "Bergs comes at one"
    assert "It stopped by itself" in page
    cleo.submit(page, "Send")
    assert said(ticket, by=cast.ada)[-1] == "Bergs comes at one"


def test_what_happened_in_one_minute_stands_in_order(visit, cast, asked, replied):
    replied(asked(), "Cool again", asks=True)
    page = visit.as_(cast.ada).get("/requests/R-1001")
    found = page.words_of(".msg strong, .event")
    assert found == ["Ada Okafor", "Cleo took this, 09:00", "Cleo Marsh", "Cleo asked whether it is fixed, 09:00"]


@pytest.mark.parametrize("seen", ["-1", "x", "9" * 40, "１", ""])
def test_a_strange_count_of_what_was_seen_does_no_harm(visit, cast, asked, seen):
    ticket = asked()
    visit.as_(cast.ada).post("/requests/R-1001/messages", {"words": "And the dial", "seen": seen})
    assert len(said(ticket, by=cast.ada)) == 2


def test_words_are_shown_as_they_are(visit, cast):
    ada = visit.as_(cast.ada)
    page = ada.submit(ada.get("/requests/new"), "Ask the desk", words="<script>alert(1)</script> & <b>warm</b>")
    assert "<b>warm</b>" in page
    assert page.soup.find("b", string="warm") is None


def test_htmx_is_led_on_as_a_browser_is(visit, cast, asked):
    asked()
    ada = visit.as_(cast.ada)
    page = ada.post("/requests/R-1001/messages", {"words": "Hello"}, headers={"HX-Request": "true"}, expect=204)
    assert page.location == "/requests/R-1001"
