"""What a letter is made of, taken apart."""

from types import SimpleNamespace
from typing import Any

from portal.outbox import delivery
from tests.outbox.drafts import draft, posted

INVITATION = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nSUMMARY:Caf\xc3\xa9\r\nEND:VCALENDAR\r\n"


def delivered(mailbox, at, **changes):
    posted(draft(**changes), at=at)
    delivery.deliver_due()
    return mailbox.letters[0].message


def shape(part) -> tuple[str, list[Any]]:
    return part.get_content_type(), [shape(each) for each in part.iter_parts()] if part.is_multipart() else []


def test_an_invitation_has_exactly_the_parts_that_calendars_expect(app, at, mailbox):
    message = delivered(mailbox, at, html="<p>From ten.</p>", calendar=INVITATION, calendar_method="REQUEST")
    words: list[object] = [("text/plain", []), ("text/html", []), ("text/calendar", [])]
    assert shape(message) == ("multipart/mixed", [("multipart/alternative", words), ("application/ics", [])])


def test_the_mail_names_the_same_method_as_the_calendar(app, at, mailbox):
    message = delivered(mailbox, at, html="<p>.</p>", calendar=INVITATION, calendar_method="REQUEST")
    part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert (part.get_param("method"), part.get_param("charset")) == ("REQUEST", "UTF-8")
    assert part.get_payload(decode=True) == INVITATION
    assert b"METHOD:REQUEST" in INVITATION


def test_the_attachment_is_the_same_calendar(app, at, mailbox):
    message = delivered(mailbox, at, html="<p>.</p>", calendar=INVITATION, calendar_method="REQUEST")
    file = next(message.iter_attachments())
    assert (file.get_filename(), file.get_payload(decode=True)) == ("invite.ics", INVITATION)


def test_an_invitation_without_html_is_still_an_alternative(app, at, mailbox):
    message = delivered(mailbox, at, calendar=INVITATION, calendar_method="CANCEL")
    assert shape(message)[1][0] == ("multipart/alternative", [("text/plain", []), ("text/calendar", [])])


def test_other_letters_are_text_and_html(app, at, mailbox):
    assert shape(delivered(mailbox, at, html="<p>.</p>")) == (
        "multipart/alternative", [("text/plain", []), ("text/html", [])],
    )  # fmt: skip


def test_names_and_words_of_any_alphabet_arrive_whole(app, at, mailbox):
    reader = SimpleNamespace(id=0, name="Zoë Ünal ☕", email="zoe@bücher.example")
    words = "Grüße — ☕ " * 40
    message = delivered(mailbox, at, to=reader, subject="Où est la clé ? ☕ " * 5, text=words, html=f"<p>{words}</p>")
    assert message["Subject"] == ("Où est la clé ? ☕ " * 5)
    assert message["To"].addresses[0].display_name == "Zoë Ünal ☕"
    assert message["To"].addresses[0].addr_spec == "zoe@xn--bcher-kva.example"
    assert message.get_body(("plain",)).get_content().strip() == words.strip()
