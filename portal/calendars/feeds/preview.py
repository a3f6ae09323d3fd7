"""What a feed's next entries look like, read from the very bytes that programs get."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from portal.calendars.feeds import queries
from portal.calendars.feeds.queries import Feed
from portal.ical.event import Header, calendar
from portal.ical.reading import Entry, read

SHOWN = 10
STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Shown:
    """One entry as a calendar program shows it."""

    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    is_tentative: bool


def preview(feed: Feed, now: datetime) -> list[Shown]:
    """The next ten entries."""
    return list(_read(calendar(Header(""), queries.coming(feed, now, SHOWN))))


def _read(body: bytes) -> Iterator[Shown]:
    for entry in read(body).entries:
        tentative = entry.text("STATUS") == "TENTATIVE"
        yield Shown(_moment(entry, "DTSTART"), _moment(entry, "DTEND"), entry.text("SUMMARY"), entry.text("LOCATION"), tentative)


def _moment(entry: Entry, name: str) -> datetime:
    return datetime.strptime(entry.text(name), STAMP).replace(tzinfo=UTC)
