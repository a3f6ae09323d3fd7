"""The note queue at the desk; and that nothing in the house writes or sends a personal note by itself."""

from datetime import date

import pytest

from portal.db.unit import transaction
from portal.kernel import clock
from portal.outbox import queries as letters
from portal.reminders import actions, jobs, queries
from portal.reminders.rules import Kind, Status
from tests.reminders.conftest import fresh

WORDS = {"words", "text", "message", "body", "subject", "letter"}


def test_the_queue_says_who_why_and_by_when(visit, cast, touch):
    page = visit.as_(cast.cleo).get("/desk/touches")
    assert page.h1 == "One person to think of"
    [card] = page.words_of(".tonote")
    assert "Ada Okafor Fernhill Studio" in card
    assert "First booking: Alder, made today." in card
    assert "Best by Tuesday 17 March" in card


def test_an_empty_queue_says_so(visit, cast):
    assert "The queue is empty" in visit.as_(cast.cleo).get("/desk/touches")


def test_it_is_the_desks_alone(visit, cast, touch):
    ada = visit.as_(cast.ada)
    ada.get("/desk/touches", expect=404)
    for deed in ("claim", "written", "done", "snooze", "skip", "handover"):
        ada.post(f"/desk/touches/{touch.public_id}/{deed}", {"reason": "Hm"}, expect=404)
    assert fresh(touch).status == Status.SUGGESTED


def test_nothing_of_that_name_is_not_found(visit, cast):
    visit.as_(cast.cleo).post("/desk/touches/nothing/claim", expect=404)


def test_taken_it_lies_on_the_bench_and_is_ticked_off(visit, cast, touch, luis):
    cleo = visit.as_(cast.cleo)
    page = cleo.submit(cleo.get("/desk/touches"), "Write: Ada Okafor")
    assert page.one(".tonote[aria-current]")
    assert page.words_of(".env .hand") == ["Ada Okafor Fernhill Studio"]
    assert page.words_of(".a6 .hand") == [""], "the card is empty: people write"
    assert "Cleo has this one." in visit.as_(luis).get("/desk/touches")
    page = cleo.submit(page, "Written, not brought yet")
    assert fresh(touch).status == Status.WRITTEN
    page = cleo.submit(page, "Written and on their desk")
    assert "Kept: you did something for Ada." in page
    assert "The queue is empty" in page
    assert "Cleo did it" in cleo.get("/desk/touches?show=done")


def test_the_second_to_take_it_reads_who_has_it(visit, cast, touch, luis):
    cleo, other = visit.as_(cast.cleo), visit.as_(luis)
    theirs = other.get("/desk/touches")
    cleo.submit(cleo.get("/desk/touches"), "Write: Ada Okafor")
    page = other.submit(theirs, "Write: Ada Okafor", expect=409)
    assert "Already claimed by Cleo Marsh." in page


@pytest.mark.parametrize(("button", "kind"), [("Knocked", Kind.KNOCK), ("Called", Kind.CALL)])
def test_a_knock_does_as_well(visit, cast, touch, button, kind):
    cleo = visit.as_(cast.cleo)
    cleo.submit(cleo.get("/desk/touches"), f"{button}: Ada Okafor")
    assert (fresh(touch).status, fresh(touch).kind) == (Status.DELIVERED, kind)


def test_later_brings_it_back_on_the_day(visit, cast, touch, at):
    cleo = visit.as_(cast.cleo)
    page = cleo.submit(cleo.get("/desk/touches"), "Put it off", until="2026-03-20")
    assert "Ada comes back on that day." in page
    assert "Friday 20 March" in cleo.get("/desk/touches?show=later")
    at("2026-03-20 09:00")
    jobs.suggest_touches()
    assert "three days late" in visit.as_(cast.cleo).get("/desk/touches").text.lower()


@pytest.mark.parametrize("until", ["", "soon", "2026-03-10", "2026-02-30"])
def test_later_needs_a_day_to_come(visit, cast, touch, until):
    cleo = visit.as_(cast.cleo)
    page = cleo.post(f"/desk/touches/{touch.public_id}/snooze", {"until": until}, expect=422)
    assert "Choose a day from tomorrow on" in page


def test_skipping_asks_why(visit, cast, touch):
    cleo = visit.as_(cast.cleo)
    page = cleo.post(f"/desk/touches/{touch.public_id}/skip", {"reason": "  "}, expect=422)
    assert "Say in a word why not" in page
    page = cleo.submit(page, "Let it go", reason="She moves out on Friday")
    assert "She moves out on Friday" in cleo.get("/desk/touches?show=done")
    assert fresh(touch).status == Status.SKIPPED


def test_a_ready_reason_is_one_press(visit, cast, touch):
    cleo = visit.as_(cast.cleo)
    cleo.submit(cleo.get("/desk/touches"), "We spoke already")
    assert fresh(touch).skipped_because == "We spoke already"


def test_handed_over_it_is_in_the_colleagues_hands(visit, cast, touch, luis):
    cleo = visit.as_(cast.cleo)
    page = cleo.get(f"/desk/touches?touch={touch.public_id}")
    page = cleo.submit(page, "Hand it over", to=luis.public_id)
    assert "Luis has it now." in page
    assert fresh(touch).claimed_by == luis
    cleo.post(f"/desk/touches/{touch.public_id}/handover", {"to": cast.max.public_id}, expect=409)


def test_it_is_not_handed_to_a_member(visit, cast, touch):
    page = visit.as_(cast.cleo).post(f"/desk/touches/{touch.public_id}/handover", {"to": cast.ada.public_id}, expect=422)
    assert "Choose a colleague" in page


def test_two_days_late_it_is_still_there(visit, cast, touch, at):
    at("2026-03-19 09:00")
    jobs.suggest_touches()
    page = visit.as_(cast.cleo).get("/desk/touches")
    assert page.words_of(".tonote .late") == ["Two days late"]


def test_what_we_know_is_shown_only_where_it_may_be_used(visit, cast, touch):
    from portal.directory import actions as directory  # noqa: PLC0415
    from portal.directory import queries as directory_queries  # noqa: PLC0415
    from portal.directory.rules import Jotted, Kind, Source, Told  # noqa: PLC0415

    directory.write_profile(cast.ada, Told(may_remember=True), by=cast.ada, at=clock.now())
    for text, source in (("Oat milk, no sugar", Source.TOLD_US), ("Hums on Mondays", Source.NOTICED)):
        jotted = Jotted(kind=Kind.COFFEE, text=text, source=source, purpose="coffee")
        directory.remember(cast.ada, jotted, by=cast.cleo, at=clock.now())
    cleo = visit.as_(cast.cleo)
    assert "Oat milk" not in cleo.get("/desk/touches").html, "the list gives nothing away"
    page = cleo.get(f"/desk/touches?touch={touch.public_id}")
    assert "Oat milk, no sugar" in page
    assert "Hums" not in page.html
    assert [reading.reader for reading in directory_queries.readings_of(cast.ada)] == [cast.cleo]


def test_nothing_done_in_the_queue_sends_a_letter(visit, cast, touch):
    with transaction():
        cast.ben.joined_on = date(2026, 3, 10)
    jobs.suggest_touches()
    for found in queries.open_touches(date(2026, 3, 10)):
        actions.claim(found, by=cast.cleo, at=clock.now())
        actions.done(found, by=cast.cleo, at=clock.now())
    assert letters.letters() == []


def test_no_address_takes_the_words_of_a_personal_note(visit, cast, touch, app):
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("reminders.")]
    verbs = {rule.rule.rpartition("/")[2] for rule in rules if "POST" in (rule.methods or ())}
    assert verbs == {"claim", "written", "done", "snooze", "skip", "handover"}
    cleo = visit.as_(cast.cleo)
    cleo.submit(cleo.get("/desk/touches"), "Write: Ada Okafor")
    page = cleo.get("/desk/touches")
    assert page.all("textarea") == []
    assert not {field["name"] for field in page.all("[name]")} & WORDS


def test_reminders_know_no_mail():
    import portal.reminders  # noqa: PLC0415

    folder = portal.reminders.__path__[0]
    from pathlib import Path  # noqa: PLC0415

    for file in Path(folder).glob("*.py"):
        assert "outbox" not in file.read_text("utf-8"), file.name
