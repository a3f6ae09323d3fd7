from portal.calendars import queries
from portal.calendars.models import CalendarLink
from portal.db.base import db
from portal.members.models import AuditEntry
from tests.calendars.stage import count


def a_link(visitor, label="iPhone", **asked):
    """Make a link on the page, as a person does; the page that shows it."""
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    page = visitor.get(f"/calendars?{query}")
    return visitor.submit(page, 'form[action="/calendars/links"]', label=label)


def address_on(page):
    return str(page.one("#address")["value"]).removeprefix("https://grove.example")


def test_a_member_makes_a_link_and_it_opens_her_bookings(cast, booked, visit, fetch):
    booked(cast.ada, "alder", "2026-03-12 10:00", "11:00", title="Review")
    page = a_link(visit.as_(cast.ada))
    assert b"Review" in fetch(address_on(page)).data
    assert "now and never again" in page


def test_a_link_to_a_room_shows_when_it_is_taken(cast, booked, visit, fetch):
    booked(cast.ben, "birch", "2026-03-12 10:00", "11:00", title="Secret")
    page = a_link(visit.as_(cast.ada), feed="room", room="birch")
    body = fetch(address_on(page)).data
    assert b"SUMMARY:Busy" in body
    assert b"Secret" not in body


def test_the_preview_shows_the_next_ten_as_others_will_see_them(cast, booked, visit):
    booked(cast.ben, "alder", "2026-03-12 10:00", "11:00", title="Secret")
    booked(cast.ada, "alder", "2026-03-12 12:00", "13:00", title="Retro")
    for hour in range(9, 19):
        booked(cast.ben, "alder", f"2026-03-13 {hour:02}:00", f"{hour:02}:45")
    page = visit.as_(cast.ada).get("/calendars?feed=room&room=alder")
    entries = page.words_of("#chosen .job")
    assert len(entries) == 10
    assert entries[0] == "10:00 Busy Thursday 12 March, until 11:00"
    assert "Retro" in entries[1]
    assert "Secret" not in page.html


def test_choosing_swaps_only_what_was_chosen(cast, booked, visit):
    booked(cast.ada, "alder", "2026-03-12 12:00", "13:00", title="Retro")
    fragment = visit.as_(cast.ada).fragment("/calendars?feed=mine", "div#chosen")
    assert "Retro" in fragment
    assert "<html" not in fragment.html


def test_an_empty_feed_says_so(cast, rooms, visit):
    assert "Nothing is booked for now" in visit.as_(cast.ada).get("/calendars")


def test_the_page_says_when_and_by_what_a_link_was_fetched(cast, visit, linked, fetch):
    ada, address = visit.as_(cast.ada), linked(cast.ada, label="Work phone")
    assert "Not fetched yet" in ada.get("/calendars")
    fetch(address, User_Agent="Google-Calendar-Importer")
    page = ada.get("/calendars")
    assert "Work phone" in page
    assert "Last fetched Tuesday 10 March, 09:00 by Google Calendar" in page


def test_one_link_is_revoked_and_the_others_go_on(cast, rooms, visit, linked, fetch):
    lost, kept = linked(cast.ada, label="Lost phone"), linked(cast.ada, label="Google")
    ada = visit.as_(cast.ada)
    page = ada.submit(ada.get("/calendars"), "Revoke Lost phone")
    assert "The link “Lost phone” stopped at once." in page
    fetch(lost, expect=410)
    fetch(kept)
    assert "Revoke Lost phone" not in page.buttons


def test_anothers_link_is_not_there(cast, rooms, visit, linked, fetch):
    address = linked(cast.ada)
    (link,) = queries.links_of(cast.ada)
    ben = visit.as_(cast.ben)
    ben.post(f"/calendars/links/{link.public_id}/revocation", expect=404)
    ben.post("/calendars/links/nothing/revocation", expect=404)
    fetch(address)
    assert link.label not in ben.get("/calendars").words_of("aside")[0]


def test_the_same_form_sent_twice_makes_one_link(cast, rooms, visit):
    ada = visit.as_(cast.ada)
    page = ada.get("/calendars")
    ada.submit(page, 'form[action="/calendars/links"]', label="iPhone")
    again = ada.submit(page, 'form[action="/calendars/links"]', label="iPhone")
    assert "made already" in again
    assert count(CalendarLink) == 1


def test_a_link_without_a_name_is_asked_for_one(cast, rooms, visit):
    ada = visit.as_(cast.ada)
    page = ada.submit(ada.get("/calendars"), 'form[action="/calendars/links"]', label="   ", expect=422)
    assert "Say where you will use it" in page
    assert count(CalendarLink) == 0


def test_what_does_not_exist_cannot_be_subscribed_to(cast, rooms, visit):
    ada = visit.as_(cast.ada)
    ada.post("/calendars/links", {"feed": "everything", "label": "x"}, expect=422)
    ada.post("/calendars/links", {"feed": "room", "room": "attic", "label": "x"}, expect=422)
    assert (
        "Birch" not in ada.post("/calendars/links", {"feed": "mine", "label": "x" * 41}, expect=422).words_of("#chosen .err")[0]
    )
    assert count(CalendarLink) == 0


def test_nobody_has_endless_links(cast, rooms, visit, linked):
    for number in range(20):
        linked(cast.ada, label=str(number))
    ada = visit.as_(cast.ada)
    page = ada.submit(ada.get("/calendars"), 'form[action="/calendars/links"]', label="One more", expect=409)
    assert "20 links already" in page
    assert page.one('input[name="label"]')["value"] == "One more"


def test_making_and_revoking_are_noted(cast, rooms, visit, linked):
    ada = visit.as_(cast.ada)
    a_link(ada)
    ada.submit(ada.get("/calendars"), "Revoke iPhone")
    deeds = [entry.deed for entry in db.session.query(AuditEntry).order_by(AuditEntry.id) if entry.about.startswith("calendar")]
    assert deeds == ["calendars.link_made", "calendars.link_revoked"]


def test_the_address_opens_in_programs_that_take_webcal(cast, rooms, visit):
    page = a_link(visit.as_(cast.ada))
    assert page.one('a[href^="webcal://grove.example/cal/"]')
