import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.ical.lines import address, clean, escaped, folded, one_line, text_line
from portal.ical.reading import read

HOSTILE = (
    "Talk\r\nATTENDEE:mailto:eve@elsewhere.example",
    "a\rb\nc\r\nd\x0be\x0cf\x85g\u2028h\u2029i",
    'commas, semicolons; colons: "quotes" and \\ backslashes \\n',
    "nul\x00 bell\x07 escape\x1b delete\x7f",
    "\ufeffBOM and a lone surrogate \ud800",
    "🌳" * 60,
    "x" * 66 + "🌳🌳",
    "\\" * 200,
    "\n" * 100,
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 " * 40,
    "END:VEVENT",
    " leading and trailing ",
)
words = st.text(st.characters(), max_size=300)


def unfolded(line):
    return line.replace(b"\r\n ", b"")


@given(words)
@example("x" * 66 + "🌳")
@example("x" * 65 + "\\" * 20)
@example("\ud800")
def test_a_line_is_never_longer_than_75_octets_nor_cut_in_a_letter_or_an_escape(text):
    raw = text_line("SUMMARY", text)
    assert raw.endswith(b"\r\n")
    lines = raw[:-2].split(b"\r\n")
    for number, line in enumerate(lines):
        assert len(line) <= 75
        assert number == 0 or line.startswith(b" ")
        line.decode()
        slashes = len(line) - len(line.rstrip(b"\\"))
        assert slashes % 2 == 0
    assert unfolded(raw) == f"SUMMARY:{escaped(text)}\r\n".encode()


@given(words)
@example("a\\nb\\,c\\;d\\\\n")
def test_every_text_comes_back_from_icalendar_as_it_was(text):
    body = b"BEGIN:VEVENT\r\nUID:1\r\n" + text_line("DESCRIPTION", text) + b"END:VEVENT\r\n"
    event = icalendar.Event.from_ical(body)
    assert event.errors == []
    assert str(event["description"]) == clean(text)


@given(words)
def test_every_text_comes_back_from_our_own_reader(text):
    body = b"BEGIN:VEVENT\r\nUID:1\r\n" + text_line("DESCRIPTION", text) + b"END:VEVENT\r\n"
    (entry,) = read(body).entries
    assert entry.all("DESCRIPTION")[0].text == clean(text)


@given(words)
def test_nothing_that_ends_a_line_is_left_in_a_value(text):
    for value in (escaped(text), one_line(text), address(text)):
        assert len(value.splitlines()) <= 1
        assert value.isprintable() or not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in value)
        value.encode()


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_stays_one_property(title):
    raw = text_line("SUMMARY", one_line(title))
    assert len([line for line in raw.split(b"\r\n") if line and not line.startswith(b" ")]) == 1


def test_short_lines_are_left_alone():
    assert folded(b"x" * 75) == b"x" * 75 + b"\r\n"
    assert folded(b"x" * 76) == b"x" * 75 + b"\r\n x\r\n"
