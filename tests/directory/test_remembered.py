"""What we remember, who may see it, and how it goes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.db.base import db
from portal.directory import actions, jobs, queries
from portal.directory.models import NoteReading, PersonalNote
from portal.directory.rules import LONGEST_TEXT, Jotted, Kind, Source
from portal.directory.sensitive import sensitive_matter
from portal.kernel.errors import NotFound
from portal.members.models import AuditEntry

OAT_MILK = "Takes oat milk, never cow’s"


@pytest.fixture
def oat_milk(app, cast, at):
    """Ada told Cleo how she takes her coffee."""
    jotted = Jotted(kind=Kind.COFFEE, text=OAT_MILK, source=Source.TOLD_US, purpose="so that the cup is right")
    return actions.remember(cast.ada, jotted, by=cast.cleo, at=at.now)


def noticed(cast, at, text="Hums while sketching"):
    """Cleo noticed something."""
    return actions.remember(cast.ada, Jotted(kind=Kind.HOBBY, text=text, source=Source.NOTICED), by=cast.cleo, at=at.now)


def test_the_desk_writes_a_line_down_and_the_member_sees_it(visit, cast):
    cleo, ada = visit.as_(cast.cleo), visit.as_(cast.ada)
    path = f"/desk/people/{cast.ada.public_id}"
    page = cleo.submit(cleo.get(path), "Remember it", kind="coffee", text=OAT_MILK, source="told_us", purpose="the right cup")
    assert OAT_MILK in page
    assert "told us by Cleo, 10 March 2026" in page
    page = ada.get("/me/remembered")
    assert OAT_MILK in page
    assert "You told Cleo, 10 March 2026" in page
    assert "for: the right cup" in page


def test_nobody_else_sees_it_anywhere(visit, cast, oat_milk, at):
    ben = visit.as_(cast.ben)
    for path in ("/me/remembered", "/people", "/people?q=oat", "/me"):
        assert OAT_MILK not in ben.get(path).html
    for path in (f"/people/{cast.ada.public_id}", f"/desk/people/{cast.ada.public_id}"):
        assert OAT_MILK not in ben.get(path, expect=404).html
    with pytest.raises(NotFound):
        queries.remembered_about(cast.ada, for_=cast.ben, at=at.now)


def test_members_cannot_write_about_each_other(visit, cast):
    ben = visit.as_(cast.ben)
    ben.get("/me")
    ben.post(f"/desk/people/{cast.ada.public_id}/notes", {"kind": "coffee", "text": "x", "source": "told_us"}, expect=404)
    assert not db.session.scalars(select(PersonalNote)).all()


def test_a_line_is_forgotten_by_whom_it_is_about(visit, cast, oat_milk):
    ada, cleo = visit.as_(cast.ada), visit.as_(cast.cleo)
    page = ada.submit(ada.get("/me/remembered"), f"Forget it: {OAT_MILK}")
    assert OAT_MILK not in page
    assert OAT_MILK not in cleo.get(f"/desk/people/{cast.ada.public_id}").html
    row = db.session.scalars(select(PersonalNote)).one()
    assert (row.ciphertext, bool(row.erased_at)) == (None, True)


def test_and_by_nobody_else_but_its_author(visit, cast, oat_milk):
    ben, max_, cleo = visit.as_(cast.ben), visit.as_(cast.max), visit.as_(cast.cleo)
    ben.get("/me")
    ben.post(f"/me/remembered/{oat_milk}/erasure", expect=404)
    ben.post(f"/desk/people/{cast.ada.public_id}/notes/{oat_milk}/erasure", expect=404)
    max_.get("/me")
    max_.post(f"/me/remembered/{oat_milk}/erasure", expect=404)
    max_.post(f"/desk/people/{cast.ada.public_id}/notes/{oat_milk}/erasure", expect=404)
    page = cleo.submit(cleo.get(f"/desk/people/{cast.ada.public_id}"), f"Forget: {OAT_MILK}")
    assert OAT_MILK not in page


def test_each_reading_is_noted_once_and_the_member_sees_by_whom(visit, cast, oat_milk, at):
    cleo, ada = visit.as_(cast.cleo), visit.as_(cast.ada)
    cleo.get(f"/desk/people/{cast.ada.public_id}")
    at.later(minutes=5)
    cleo.get(f"/desk/people/{cast.ada.public_id}")
    readings = db.session.scalars(select(NoteReading)).all()
    assert [(each.reader_id, each.way, each.lines) for each in readings] == [(cast.cleo.id, "card", 1)] * 2
    page = ada.get("/me/remembered")
    assert "Cleo Marsh two times, last on Tuesday 10 March, 09:05" in page
    assert len(db.session.scalars(select(NoteReading)).all()) == 2


def test_a_sensitive_matter_waits_for_the_members_yes(visit, cast, app):
    cleo = visit.as_(cast.cleo)
    page = cleo.get(f"/desk/people/{cast.ada.public_id}")
    text = "Diabetic: keep juice at the desk"
    page = cleo.submit(page, "Remember it", kind="access", text=text, source="told_us", expect=422)
    assert "only with a yes from Ada" in page
    assert text in page.one("textarea").text
    assert not db.session.scalars(select(PersonalNote)).all()
    cleo.submit(page, "Remember it", consent="yes")
    assert db.session.scalars(select(PersonalNote)).one().consented_at


@pytest.mark.parametrize(
    "text",
    [
        "is pregnant",
        "goes to Church",
        "Votes for them",
        "trade union rep",
        "is GAY",
        "has debts",
        "can’t pay",
        "allergic to nuts",
    ],
)
def test_sensitive_words_are_recognised(text):
    assert sensitive_matter(f"She {text}.")


@pytest.mark.parametrize("text", [OAT_MILK, "Biscuit the dog comes on Fridays", "We'll fill the bill", "Draws maps"])
def test_and_harmless_ones_are_not(text):
    assert sensitive_matter(text) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": ""}, "Write a line to remember"),
        ({"text": "x" * (LONGEST_TEXT + 1)}, "Keep it to 500 letters"),
        ({"kind": "gossip"}, "Choose what it is about"),
        ({"source": "a little bird"}, "Choose what it is about"),
        ({"purpose": "x" * 121}, "at most 120 letters"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(visit, cast, typed, said):
    cleo = visit.as_(cast.cleo)
    cleo.get("/me")
    data = {"kind": "coffee", "text": "Two sugars", "source": "told_us", "purpose": ""} | typed
    page = cleo.post(f"/desk/people/{cast.ada.public_id}/notes", data, expect=422)
    assert said in page
    assert page.one("textarea").text.strip() == data["text"]


def test_the_same_form_twice_is_one_line(visit, cast, app):
    cleo = visit.as_(cast.cleo)
    page = cleo.get(f"/desk/people/{cast.ada.public_id}")
    for _ in range(2):
        cleo.submit(page, "Remember it", kind="coffee", text=OAT_MILK)
    assert len(db.session.scalars(select(PersonalNote)).all()) == 1


def test_who_said_no_is_not_written_about(visit, cast):
    ada, cleo = visit.as_(cast.ada), visit.as_(cast.cleo)
    page = ada.get("/me")
    assert page.one("[name=may_remember][checked]")["value"] == ""
    ada.submit(page, "Keep my card", may_remember="no")
    page = cleo.get(f"/desk/people/{cast.ada.public_id}")
    assert "asked us not to write anything down" in page
    assert "Remember it" not in page.buttons
    cleo.post(f"/desk/people/{cast.ada.public_id}/notes", {"kind": "coffee", "text": "x", "source": "told_us"}, expect=403)


def test_what_was_only_noticed_asks_first(visit, cast, at):
    noticed(cast, at)
    [line] = queries.remembered_about(cast.ada, for_=cast.cleo, at=at.now)
    assert line.is_provisional
    assert not line.may_be_used
    ada = visit.as_(cast.ada)
    page = ada.get("/me/remembered")
    assert "We noticed this. May we keep it?" in page
    ada.submit(page, "Keep it: Hums while sketching")
    [line] = queries.remembered_about(cast.ada, for_=cast.cleo, at=at.now)
    assert line.may_be_used


def test_and_is_forgotten_after_a_fortnight_without_a_yes(app, cast, at):
    kept, lost = noticed(cast, at, "Kept"), noticed(cast, at, "Lost")
    actions.agree(queries.note_about(cast.ada, kept), by=cast.ada, at=at.now)
    at.later(days=14, seconds=-1)
    assert len(queries.remembered_about(cast.ada, for_=cast.ada, at=at.now)) == 2
    at.later(seconds=1)
    assert [line.text for line in queries.remembered_about(cast.ada, for_=cast.ada, at=at.now)] == ["Kept"]
    jobs.forget_unanswered()
    jobs.forget_unanswered()
    erased = {note.public_id: note.erased_at for note in db.session.scalars(select(PersonalNote))}
    assert erased == {kept: None, lost: at.now}


def test_only_the_member_says_yes(visit, cast, at):
    line = noticed(cast, at)
    cleo = visit.as_(cast.cleo)
    cleo.get("/me")
    cleo.post(f"/me/remembered/{line}/agreement", expect=404)
    cleo.post(f"/me/remembered/{line}/use", {"used": "yes"}, expect=404)


def test_a_member_keeps_a_line_out_of_touches(visit, cast, oat_milk, at):
    ada = visit.as_(cast.ada)
    ada.submit(ada.get("/me/remembered"), f"Do not bring it up: {OAT_MILK}")
    [line] = queries.remembered_about(cast.ada, for_=cast.cleo, at=at.now)
    assert not line.may_be_used
    ada.submit(ada.get("/me/remembered"), f"You may bring it up: {OAT_MILK}")
    [line] = queries.remembered_about(cast.ada, for_=cast.cleo, at=at.now)
    assert line.may_be_used


def test_deeds_are_noted_without_a_word_of_the_line(app, cast, oat_milk, at):
    actions.forget(queries.note_about(cast.ada, oat_milk), by=cast.ada, at=at.now + timedelta(1))
    noted = db.session.scalars(select(AuditEntry).where(AuditEntry.deed.startswith("note."))).all()
    assert [entry.deed for entry in noted] == ["note.remembered", "note.forgotten"]
    assert "oat" not in " ".join(entry.about + entry.detail for entry in noted)


def test_a_former_members_lines_are_closed(visit, cast):
    page = visit.as_(cast.cleo).get(f"/desk/people/{cast.dora.public_id}")
    assert "left on 10 February" in page
    assert "Remember it" not in page.buttons
