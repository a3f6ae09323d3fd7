"""Sixty people of twenty-five companies. None of them exists."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.db.unit import transaction
from portal.members import actions, passwords
from portal.members.models import Member, Role
from portal.members.rules import Newcomer

PASSWORD = "grove-demo"  # noqa: S105 - the sign-in page of the demo shows it
PLANS = ("Resident", "Flex", "Day")
COMPANIES = (
    "Fernhill Studio", "Tidewater Maps", "Olmo Architects", "Bright Kettle", "Northlight Film", "Paper Lantern Press",
    "Saltmarsh Analytics", "Copper & Thread", "Juniper Legal", "Kite Robotics", "Lumen Acoustics", "Magpie Games",
    "Nettle & Rye", "Orchard Health", "Pebble Energy", "Quarto Translations", "Ridgeway Cycles", "Sable Type",
    "Tern Logistics", "Umbra Lighting", "Violet Row Ceramics", "Wharf Twelve", "Yarrow Education", "Zephyr Sails",
    "Harbour Loom",
)  # fmt: skip
NAMES = (
    "Maya Lindholm", "Jonas Keller", "Sofia Marchetti", "Tariq Aziz", "Nia Mensah", "Pavel Horák", "Ingrid Solberg",
    "Kenji Morita", "Leila Haddad", "Mateo Rojas", "Aoife Brennan", "Samuel Obi", "Zofia Nowicka", "Ravi Subramanian",
    "Hana Yoon", "Eszter Farkas", "Diego Fuentes", "Amara Diallo", "Lukas Brandt", "Noor Rahman", "Freya Holm",
    "Thabo Nkosi", "Mei Lin Tan", "Oskar Virtanen", "Camille Laurent", "Anjali Mehta", "Bogdan Ionescu",
    "Selam Tesfaye", "Iris van Dijk", "Rafael Teixeira", "Yusuf Demir", "Clara Whitcombe", "Dmitri Sokolenko",
    "Farah Nasser", "Hugo Lefèvre", "Katarina Babić", "Malik Johnson", "Thu Hà Nguyễn", "Ewan McAllister",
    "Priya Nair", "Rosa Quispe", "Stefan Wójcik", "Teresa Almeida", "Umar Farouk", "Wanjiru Kamau", "Xiu Ying Chen",
    "Yael Mizrahi", "Gwen Pritchard", "Andrei Munteanu", "Bianca Ferraro", "Kofi Asante", "Lina Bergström",
    "Marta Ramos", "Omar Siddiqui", "Petra Vaněk", "Tomás Ó Briain",
)  # fmt: skip
A_YEAR = 365
QUIET = 15
"""So many days around today nobody else has an anniversary."""
NEWCOMERS = {7: 0, 23: 6}
"""Who joined today, and who some days ago."""


@dataclass(frozen=True)
class Cast:
    """The four whom one signs in as, and everybody else."""

    ada: Member
    ben: Member
    cleo: Member
    max: Member
    others: tuple[Member, ...]


def move_in(*, today: date, at: datetime) -> Cast:
    """Everybody, with the day they joined: some of them years ago this week, some of them last week."""
    for plan in PLANS:
        actions.offer_plan(plan, by=None, at=at)
    kept = passwords.hashed(PASSWORD)
    with transaction():
        max_ = actions.enrol(_newcomer("Max Adeyemi", today - timedelta(900), role=Role.MANAGER), by=None, at=at)
        cleo = actions.enrol(_newcomer("Cleo Marsh", today - timedelta(640), role=Role.COMMUNITY_MANAGER), by=max_, at=at)
        new = _newcomer("Ada Okafor", today - timedelta(20), company="Fernhill Studio", plan="Flex", place="Desk 22")
        old = _newcomer("Ben Lindqvist", today - timedelta(400), company="Tidewater Maps", plan="Resident", place="Office 3")
        ada, ben = (actions.enrol(newcomer, by=cleo, at=at) for newcomer in (new, old))
        others = tuple(actions.enrol(newcomer, by=cleo, at=at) for newcomer in _others(today))
        for member in (ada, ben, cleo, max_):
            member.password_hash = kept
    return Cast(ada, ben, cleo, max_, others)


def _newcomer(name: str, joined_on: date, **more: str) -> Newcomer:
    email = f"{name.split(maxsplit=1)[0].lower()}@grove.example"
    return Newcomer(name=name, email=email, joined_on=joined_on, **more)


def _others(today: date) -> list[Newcomer]:
    return [
        Newcomer(
            name=name,
            email=_email(name, COMPANIES[number % len(COMPANIES)]),
            joined_on=_joined(number, today),
            company=COMPANIES[number % len(COMPANIES)],
            plan=PLANS[number % len(PLANS)],
            place=f"Office {number % 8 + 1}" if PLANS[number % len(PLANS)] == "Resident" else "",
        )
        for number, name in enumerate(NAMES)
    ]


def _joined(number: int, today: date) -> date:
    """Every fifteenth joined years ago to the week, two joined in these days, the others at other times of the year."""
    if number % 15 == 0:
        return today - timedelta(A_YEAR * (number // 15 + 1) - number // 15)
    if number in NEWCOMERS:
        return today - timedelta(NEWCOMERS[number])
    ago = 110 + number * 97 % 900
    return today - timedelta(ago + 30 if abs((ago + A_YEAR // 2) % A_YEAR - A_YEAR // 2) < QUIET else ago)


def _email(name: str, company: str) -> str:
    words = _plain(name).split()
    host = "-".join("".join(c if c.isalnum() else " " for c in _plain(company)).split())
    return f"{words[0]}.{words[-1]}@{host}.example"


def _plain(text: str) -> str:
    """Lower case, without marks on the letters."""
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in apart if not unicodedata.combining(c))
