"""Content lines: values escaped, lines folded, control characters gone. Pure and fast, since feeds are made of them."""

import re
from datetime import UTC, date, datetime

WIDTH = 75
CRLF = b"\r\n"

# Everything that some reader takes for the end of a line. Python's own str.splitlines knows all of these.
_BREAKS = re.compile("\r\n|[\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0xFEFF, 0xFFFE, 0xFFFF)) | {0x09: " ", 0x0A: "\n"}
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_IN_ADDRESS = re.compile(r"[\s\"<>]+")


def clean(value: str) -> str:
    """The text without control characters; every kind of line break is a plain one."""
    return _BREAKS.sub("\n", value).translate(_CONTROLS).encode("utf-8", "replace").decode()


def one_line(value: str) -> str:
    """The clean text on one line, for titles and names."""
    return " ".join(clean(value).split())


def escaped(value: str) -> str:
    """A TEXT value: clean, with backslash, semicolon, comma and line break escaped."""
    return clean(value).translate(_ESCAPES)


def address(value: str) -> str:
    """A URI or e-mail address as a value: nothing in it can end the line."""
    return _IN_ADDRESS.sub("", clean(value))


def utc(moment: datetime) -> str:
    """An instant, in UTC: 20260310T090000Z."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def dated(name: str, moment: date) -> bytes:
    """A line that holds an instant in UTC or, for a plain date, a DATE."""
    if isinstance(moment, datetime):
        return line(name, utc(moment))
    return line(f"{name};VALUE=DATE", f"{moment:%Y%m%d}")


def line(name: str, value: str) -> bytes:
    """One content line with its CRLF, folded where it is long. The value is taken as it is: see `escaped`."""
    return folded(f"{name}:{value}".encode())


def text_line(name: str, value: str) -> bytes:
    """One content line that holds a TEXT value."""
    return line(name, escaped(value))


def folded(raw: bytes) -> bytes:
    """The line in pieces of at most 75 octets, never cut inside a code point or an escape."""
    if len(raw) <= WIDTH:
        return raw + CRLF
    pieces, start, room = [], 0, WIDTH
    while len(raw) - start > room:
        end = _cut(raw, start, start + room)
        pieces.append(raw[start:end])
        start, room = end, WIDTH - 1
    pieces.append(raw[start:])
    return b"\r\n ".join(pieces) + CRLF


def _cut(raw: bytes, start: int, end: int) -> int:
    """The last place at or before `end` where the line may be cut."""
    while raw[end] & 0xC0 == 0x80:  # noqa: PLR2004 - 10xxxxxx continues a code point
        end -= 1
    chunk = raw[start:end]
    backslashes = len(chunk) - len(chunk.rstrip(b"\\"))
    return end - backslashes % 2
