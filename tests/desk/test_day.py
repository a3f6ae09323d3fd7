from datetime import date

from portal.db.unit import transaction
from portal.helpdesk import actions as helpdesk
from portal.helpdesk.actions import Asking
from portal.helpdesk.steps import Saying
from portal.kernel import clock
from portal.reminders import actions as reminders
from portal.reminders import queries as touches


def brief(page):
    return page.words_of(".brief p")[0]


def settle(cast):
    with transaction():
        for member in (cast.ada, cast.ben):
            member.joined_on = date(2020, 9, 1)


def test_a_quiet_day_is_said_to_be_one(visit, cast, rooms):
    page = visit.as_(cast.cleo).get("/desk")
    assert page.h1 == "Good morning, Cleo"
    assert brief(page) == "No bookings today. Nobody is waiting, and every promise is kept. A good moment for a coffee."
    assert "Nobody is waiting" in page
    assert "No note is due." in page


def test_the_day_is_told_in_sentences_that_lead_somewhere(visit, cast, book, at):
    settle(cast)
    book(cast.ada, "alder", "10:00", "11:00", people=8)
    book(cast.ben, "hazel", "12:00", "13:00", people=3)
    helpdesk.ask(Asking(words="The heating is stuck"), by=cast.ada, at=clock.now())
    reminders.suggest(at=clock.now())
    at.later(minutes=65)
    page = visit.as_(cast.cleo).get("/desk")
    assert brief(page) == (
        "Two bookings for eleven people today. One request waits for someone. One answer is late. Two notes to write."
    )
    assert page.links["Two bookings for eleven people today."] == "/desk/bookings"
    assert page.links["One request waits for someone."] == "#waiting"
    assert page.links["Two notes to write."] == "#notes"


def test_rooms_today_have_names_and_the_line_of_now(visit, cast, book, at):
    book(cast.ada, "alder", "09:00", "10:00", title="Print review")
    book(cast.ben, "hazel", "11:00", "12:00", privacy="hidden", title="Board")
    at("2026-03-10 10:20")
    page = visit.as_(cast.cleo).get("/desk")
    lines = page.words_of("[aria-labelledby=rooms] li")
    assert lines[0].startswith("09:00 Alder, Ada Okafor until 10:00, Print review")
    assert lines[1] == "10:20"
    assert lines[2].startswith("11:00 Hazel, Ben Lindqvist until 12:00, Board")


def test_what_nobody_has_is_taken_from_the_desk(visit, cast):
    helpdesk.ask(Asking(words="The heating is stuck"), by=cast.ada, at=clock.now())
    cleo = visit.as_(cast.cleo)
    desk = cleo.get("/desk")
    assert "1 h left" in desk
    page = cleo.submit(desk, "I’ll take it: The heating is stuck")
    assert page.words_of(".rail .at b") == ["Cleo is on it"]
    assert "Ada Okafor. Cleo is on it." in cleo.get("/desk").words_of("[aria-labelledby=promised]")[0]


def test_a_promised_day_is_shown_until_it_is_late(visit, cast, at):
    ticket = helpdesk.ask(Asking(words="The heating is stuck"), by=cast.ada, at=clock.now())
    helpdesk.reply(ticket, Saying(words="A valve comes"), by=cast.cleo, at=clock.now())
    helpdesk.plan(ticket, "Fit the valve", date(2026, 3, 11), by=cast.cleo, at=clock.now())
    cleo = visit.new()
    said = []
    for day in ("2026-03-10", "2026-03-11", "2026-03-13"):
        at(f"{day} 09:00")
        cleo = visit.as_(cast.cleo)
        said.append(cleo.get("/desk").words_of("[aria-labelledby=promised] li > span.sm")[0])
    assert said == ["Wed 11", "today", "two days late"]
    assert "One answer is late." in brief(cleo.get("/desk"))


def test_a_newcomer_is_greeted_and_ticked_off(visit, cast):
    settle(cast)
    with transaction():
        cast.ben.joined_on = date(2026, 3, 10)
    reminders.suggest(at=clock.now())
    cleo = visit.as_(cast.cleo)
    desk = cleo.get("/desk")
    assert "It is Ben’s first day." in brief(desk)
    cleo.submit(desk, "I said hello to Ben Lindqvist")
    assert [found.reason for found in touches.open_touches(date(2026, 3, 10))] == ["welcome"]
    assert "Nobody new today." in cleo.get("/desk")


def test_the_desk_is_nobody_elses(visit, cast):
    ada = visit.as_(cast.ada)
    ada.get("/desk", expect=404)
    ada.get("/desk/bookings", expect=404)


def test_all_bookings_of_any_day(visit, cast, book):
    book(cast.ada, "alder", "10:00", "11:00", day=date(2026, 3, 11))
    cleo = visit.as_(cast.cleo)
    page = cleo.get("/desk/bookings")
    assert "No bookings." in page
    page = cleo.click(page, "Wednesday 11 March")
    assert page.h1 == "Wednesday 11 March"
    assert "Alder, Ada Okafor" in page
    assert page.all(".nowline") == []
    cleo.get("/desk/bookings?day=soon", expect=422)


def test_the_badges_count_what_waits(visit, cast):
    helpdesk.ask(Asking(words="The heating is stuck"), by=cast.ada, at=clock.now())
    settle(cast)
    with transaction():
        cast.ben.joined_on = date(2026, 3, 10)
    reminders.suggest(at=clock.now())
    assert visit.as_(cast.cleo).get("/desk").words_of(".nav .n") == ["1 waiting", "2 to write"]
    assert visit.as_(cast.ada).get("/").words_of(".nav .n") == []
