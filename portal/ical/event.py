"""Events and calendars as bytes, for feeds: one VEVENT per occurrence, in UTC, the same state always the same bytes.

Written by hand because a feed is joined from stored events; icalendar is the oracle in the tests.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from portal.ical.lines import address, dated, line, one_line, text_line, utc

PRODUCT = "-//Grove//Portal//EN"

# A calendar without any component is refused by some readers, so an empty feed holds a zone that says nothing.
NOTHING = (
    b"BEGIN:VTIMEZONE\r\nTZID:UTC\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    b"TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nTZNAME:UTC\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)


@dataclass(frozen=True)
class Event:
    """One occurrence. `starts_at` and `ends_at` are instants, or plain dates (the end exclusive) for all-day items.

    `stamp` is the newest change of everything shown; `sequence` rises with every visible change.
    """

    uid: str
    starts_at: date
    ends_at: date
    summary: str
    stamp: datetime
    sequence: int = 0
    status: str = "CONFIRMED"
    transparent: bool = False
    location: str = ""
    description: str = ""
    url: str = ""


@dataclass(frozen=True)
class Header:
    """What a calendar says about itself. `color` is a CSS colour's name, `hex_color` the same for Apple."""

    name: str
    description: str = ""
    color: str = "seagreen"
    hex_color: str = "#2E8B57"
    refresh: str = "PT1H"


def event_lines(event: Event) -> bytes:
    """The VEVENT as it stands in a feed."""
    return b"".join(
        [
            b"BEGIN:VEVENT\r\n",
            line("UID", event.uid),
            line("DTSTAMP", utc(event.stamp)),
            line("LAST-MODIFIED", utc(event.stamp)),
            line("SEQUENCE", str(event.sequence)),
            dated("DTSTART", event.starts_at),
            dated("DTEND", event.ends_at),
            text_line("SUMMARY", one_line(event.summary)),
            *_optional(event),
            line("STATUS", event.status),
            *_weight(event),
            b"END:VEVENT\r\n",
        ]
    )


def _optional(event: Event) -> Iterable[bytes]:
    if event.location:
        yield text_line("LOCATION", one_line(event.location))
    if event.description:
        yield text_line("DESCRIPTION", event.description)
    if event.url:
        yield line("URL", address(event.url))


def _weight(event: Event) -> Iterable[bytes]:
    yield line("TRANSP", "TRANSPARENT" if event.transparent else "OPAQUE")
    if event.transparent:
        yield line("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")


def calendar(header: Header, events: Iterable[bytes]) -> bytes:
    """The whole calendar around events that are bytes already; never without a component."""
    body = b"".join(events) or NOTHING
    return b"".join([*_head(header), body, b"END:VCALENDAR\r\n"])


def _head(header: Header) -> Iterable[bytes]:
    yield b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
    yield line("PRODID", PRODUCT)
    yield line("CALSCALE", "GREGORIAN")
    for name in ("NAME", "X-WR-CALNAME"):
        yield text_line(name, one_line(header.name))
    if header.description:
        for name in ("DESCRIPTION", "X-WR-CALDESC"):
            yield text_line(name, header.description)
    yield line("COLOR", header.color)
    yield line("X-APPLE-CALENDAR-COLOR", header.hex_color)
    yield line("REFRESH-INTERVAL;VALUE=DURATION", header.refresh)
    yield line("X-PUBLISHED-TTL", header.refresh)
