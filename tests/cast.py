"""Who appears in the tests.

**ada** is a member of Fernhill Studio · **ben** is a member of another company, Tidewater Maps · **cleo** is the community
manager · **max** is the manager of the house · **dora** left last month · **eve** is a stranger: no account, only an address.

They live in "Grove at Mill Lane" (Europe/London), open 08:30 to 19:00 on weekdays. All have the same PASSWORD.
"""

from dataclasses import dataclass
from datetime import date, time
from functools import cache
from types import SimpleNamespace

from portal.db.base import db
from portal.db.unit import transaction
from portal.house.models import Location, Opening
from portal.kernel import clock
from portal.members import passwords
from portal.members.models import Company, Member, Plan, Role

PASSWORD = "four walls and a kettle"
OPENS, CLOSES = time(8, 30), time(19, 0)
WEEKDAYS = range(5)


@dataclass(frozen=True)
class Cast:
    """Everybody, and where they are."""

    house: Location
    ada: Member
    ben: Member
    cleo: Member
    max: Member
    dora: Member
    eve: SimpleNamespace

    @property
    def staff(self) -> tuple[Member, Member]:
        """Who works at the desk."""
        return self.cleo, self.max


@cache
def hashed(password: str) -> str:
    """The password as the portal keeps it; hashed once, because that is slow on purpose."""
    return passwords.hashed(password)


def a_house(slug: str = "mill-lane", *, place: str = "at Mill Lane", zone: str = "Europe/London") -> Location:
    """A location, open on weekdays."""
    openings = [Opening(weekday=weekday, opens=OPENS, closes=CLOSES) for weekday in WEEKDAYS]
    return Location(slug=slug, name="Grove", place=place, address="1 Mill Lane", zone_name=zone, openings=openings)


def a_member(name: str, *, company: Company | None = None, plan: Plan | None = None, role: Role = Role.MEMBER) -> Member:
    """A member who joined in January; the address is the first name's."""
    return Member(
        name=name,
        email=f"{name.split(maxsplit=1)[0].lower()}@grove.example",
        password_hash=hashed(PASSWORD),
        role=role,
        company=company,
        plan=plan,
        joined_on=date(2026, 1, 5),
        created_at=clock.now(),
    )


def assemble() -> Cast:
    """Put everybody into the database."""
    flex = Plan(name="Flex")
    fernhill, tidewater = Company(name="Fernhill Studio"), Company(name="Tidewater Maps")
    dora = a_member("Dora Quill", company=fernhill)
    dora.left_on = date(2026, 2, 10)
    cast = Cast(
        house=a_house(),
        ada=a_member("Ada Okafor", company=fernhill, plan=flex),
        ben=a_member("Ben Lindqvist", company=tidewater, plan=flex),
        cleo=a_member("Cleo Marsh", role=Role.COMMUNITY_MANAGER),
        max=a_member("Max Adeyemi", role=Role.MANAGER),
        dora=dora,
        eve=SimpleNamespace(name="Eve Stranger", email="eve@elsewhere.example"),
    )
    with transaction():
        db.session.add_all([cast.house, cast.ada, cast.ben, cast.cleo, cast.max, cast.dora])
    return cast
