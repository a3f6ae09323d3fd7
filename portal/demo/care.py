"""What people tell about themselves, what the desk remembers, and the touches that follow from it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.db.unit import transaction
from portal.demo.people import Cast
from portal.directory.actions import keep_profile, remember
from portal.directory.rules import Birthday, Channel, Jotted, Kind, Source, Told
from portal.members.models import Member
from portal.reminders import actions as reminders
from portal.reminders.queries import open_touches

SKILLS = (
    "book-keeping", "branding", "copywriting", "data", "electronics", "film editing", "grant writing", "illustration",
    "interior design", "law", "mapping", "music", "photography", "printing", "programming", "public speaking",
    "research", "sewing", "sound", "teaching", "translation", "typography", "web design", "woodwork",
)  # fmt: skip
ABOUT = (
    "Happy to be asked over coffee.",
    "Mostly here in the mornings.",
    "New ideas before ten, spreadsheets after.",
    "Ask me about the city by bike.",
    "Usually the one with the loud laugh, sorry.",
    "",
)
UNLISTED = 6
"""Every sixth would rather not be found; as many were never asked whether we may remember things."""


@dataclass(frozen=True)
class Line:
    """A line about the member at this place in the list."""

    about: int
    kind: Kind
    text: str
    source: Source = Source.TOLD_US
    purpose: str = ""


LINES = (
    Line(0, Kind.COFFEE, "Flat white, no sugar"),
    Line(1, Kind.HOBBY, "Sings in a choir on Tuesdays", purpose="ask how the concert went"),
    Line(2, Kind.PET, "A terrier called Basil", purpose="biscuits"),
    Line(3, Kind.GOAL, "Wants to open a second studio next year"),
    Line(4, Kind.COFFEE, "Green tea only"),
    Line(6, Kind.WORK, "Looking for a photographer for the spring catalogue"),
    Line(7, Kind.MET, "Moved here from Kyoto in January", Source.NOTICED),
    Line(8, Kind.HOBBY, "Bakes; brought date cookies for everybody", Source.NOTICED),
    Line(9, Kind.COFFEE, "Double espresso after lunch"),
    Line(15, Kind.PET, "Two cats, Punt and Barrow"),
    Line(23, Kind.HOBBY, "Swims in the ponds all winter"),
)


def tell_and_remember(cast: Cast, *, today: date, at: datetime) -> None:
    """Profiles, lines and touches."""
    with transaction():
        for member, told in _told(cast, today):
            keep_profile(member, told, by=member, at=at)
    _note(cast.ada, Line(-1, Kind.GOAL, "Her first exhibition opens in spring", purpose="wish her luck"), cast.cleo, at=at)
    _note(cast.ben, Line(-1, Kind.COFFEE, "Filter, black, the biggest cup there is"), cast.cleo, at=at)
    for number, line in enumerate(LINES):
        _note(cast.others[line.about], line, cast.cleo, at=at - timedelta(days=number % 9, hours=number))


def _told(cast: Cast, today: date) -> list[tuple[Member, Told]]:
    ada = Told(listed=True, about="I draw plants that do not exist.", can_help_with=("illustration", "printing"),
               looking_for=("a darkroom",), may_remember=True)  # fmt: skip
    ben = Told(listed=True, about="Maps of water, mostly.", can_help_with=("mapping", "data"),
               looking_for=("sailing partners",), preferred_channel=Channel.IN_PERSON, may_remember=True)  # fmt: skip
    return [(cast.ada, ada), (cast.ben, ben), *((member, _of(number, today)) for number, member in enumerate(cast.others))]


def _of(number: int, today: date) -> Told:
    """What somebody told: one in ten has a birthday in these days, whatever day it is."""
    birthday = today + timedelta(days=number // 10 - 1) if number % 10 == 1 else today + timedelta(days=30 + number * 5)
    skills = tuple(SKILLS[(number * 5 + each) % len(SKILLS)] for each in range(number % 3 + 1))
    return Told(
        listed=number % UNLISTED != UNLISTED - 1,
        about=ABOUT[number % len(ABOUT)],
        can_help_with=skills,
        looking_for=(SKILLS[(number * 7 + 3) % len(SKILLS)],) if number % 2 else (),
        preferred_channel=tuple(Channel)[number % len(Channel)],
        birthday=Birthday(birthday.month, birthday.day),
        may_remember=None if number % UNLISTED == UNLISTED - 1 else True,
    )


def _note(member: Member, line: Line, cleo: Member, *, at: datetime) -> None:
    remember(member, Jotted(kind=line.kind, text=line.text, source=line.source, purpose=line.purpose), by=cleo, at=at)


def take_care(cast: Cast, *, today: date, at: datetime) -> None:
    """Let the portal suggest, and the desk act on some of it: done, written, claimed, put off, let go."""
    reminders.suggest(at=at - timedelta(hours=20))
    first, second, third, fourth, fifth, sixth, *_ = open_touches(today)
    reminders.claim(first, by=cast.cleo, at=at - timedelta(hours=19))
    reminders.done(first, by=cast.cleo, at=at - timedelta(hours=3))
    reminders.claim(second, by=cast.cleo, at=at - timedelta(hours=3))
    reminders.written(second, by=cast.cleo, at=at - timedelta(hours=2))
    reminders.claim(third, by=cast.max, at=at - timedelta(hours=1))
    reminders.snooze(fourth, today + timedelta(days=3), by=cast.cleo, at=at)
    reminders.skip(fifth, "Away until the end of the month.", by=cast.cleo, at=at)
    reminders.done(sixth, by=cast.cleo, at=at)
