"""What a feed covers, when its bytes have changed, and how programs that fetch it call themselves; pure."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from portal.kernel.slots import Slot
from portal.kernel.zones import day_bounds, local_date

RENDERER = 1
"""Rises when the same bookings are written differently: everybody fetches anew."""

LARGEST = 890_000
"""What the events of a feed may weigh: with its head it stays under 900 KB. Google drops a calendar of a megabyte."""

NOTED_EVERY = timedelta(minutes=1)
MOST_LINKS = 20
TOKEN_BYTES = 24
TOKEN_LENGTH = 32


class FeedKind(StrEnum):
    """What one may subscribe to."""

    MINE = "mine"
    ROOM = "room"


DAYS_AROUND = {FeedKind.MINE: (90, 365), FeedKind.ROOM: (7, 180)}
"""How many days back and ahead each feed goes."""


@dataclass(frozen=True)
class Horizon:
    """The stretch of whole days that a feed covers; it moves on at the house's midnight."""

    today: date
    slot: Slot


def horizon(kind: FeedKind, now: datetime, zone: ZoneInfo) -> Horizon:
    """What this feed covers at this instant."""
    today = local_date(now, zone)
    back, ahead = DAYS_AROUND[kind]
    first, last = today - timedelta(days=back), today + timedelta(days=ahead)
    return Horizon(today, Slot(day_bounds(first, zone)[0], day_bounds(last, zone)[1]))


def fingerprint(*parts: object) -> str:
    """The same for the same parts in the same order, and for no others."""
    return hashlib.sha256("\0".join([str(RENDERER), *map(str, parts)]).encode()).hexdigest()[:32]


def token_hash(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()


def fitting(events: list[bytes], largest: int = LARGEST) -> list[bytes]:
    """The events as long as they fit, in order; the far end is left out."""
    total = 0
    for index, event in enumerate(events):
        total += len(event)
        if total > largest:
            return events[:index]
    return events


PROGRAMS = (
    ("google-calendar", "Google Calendar"),
    ("thunderbird", "Thunderbird"),
    ("dataaccessd", "Apple Calendar on iPhone or iPad"),
    ("calendaragent", "Apple Calendar on a Mac"),
    ("calendarstore", "Apple Calendar on a Mac"),
    ("microsoft", "Outlook"),
    ("outlook", "Outlook"),
    ("exchange", "Outlook"),
    ("icsx5", "ICSx⁵"),
    ("davx5", "DAVx⁵"),
    ("nextcloud", "Nextcloud"),
    ("homeassistant", "Home Assistant"),
    ("vdirsyncer", "vdirsyncer"),
    ("mozilla/", "a web browser"),
)
LONGEST_NAME = 40


def program(user_agent: str) -> str:
    """The usual name of the program behind a User-Agent; else the first word it says of itself."""
    told = user_agent.lower()
    for mark, name in PROGRAMS:
        if mark in told:
            return name
    first = user_agent.split("/", 1)[0].split(" ", 1)[0]
    return "".join(letter for letter in first if letter.isprintable())[:LONGEST_NAME]
