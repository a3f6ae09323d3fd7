"""`portal upgrade` and `portal init`: a house from nothing."""

import sys
from datetime import time
from zoneinfo import available_timezones

import click

import config
from portal.cli.boot import portal_open
from portal.db import migrate
from portal.db.base import db
from portal.db.unit import transaction
from portal.house import queries as house
from portal.house.models import Location, Opening
from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.kernel.zones import local_date
from portal.members import actions as members
from portal.members import audit
from portal.members.models import Member, Role
from portal.members.rules import SHORTEST_PASSWORD, Newcomer, folded, is_email

OPENS, CLOSES = time(8, 30), time(19, 0)


@click.command()
def upgrade() -> None:
    """Bring the database to this release; an empty one is filled with tables. Harmless when there is nothing to do.

    Example: portal upgrade
    """
    settings = config.load()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(settings.database_url)
    click.echo("The database is at the newest revision.")


@click.command()
@click.option("--place", prompt="Where is the house, as it follows the name (at Mill Lane)", help="Where: “at Mill Lane”.")
@click.option("--zone", default="Europe/London", show_default=True, help="Time zone, by its IANA name.")
@click.option("--owner-name", prompt="Your name", help="The manager's name.")
@click.option("--owner-email", prompt="Your e-mail address", help="The manager signs in with it.")
@click.option("--password-stdin", is_flag=True, help="Read the manager's password from standard input.")
def init(place: str, zone: str, owner_name: str, owner_email: str, *, password_stdin: bool) -> None:
    """Make the first location and its manager; refuses if there is one already.

    Example: portal init --place "at Mill Lane" --owner-name "Max Adeyemi" --owner-email max@grove.example
    """
    if zone not in available_timezones():
        raise click.BadParameter(f"{zone} is no time zone; one is called Europe/London.", param_hint="--zone")
    if not is_email(folded(owner_email)):
        raise click.BadParameter(f"{owner_email} is not an e-mail address.", param_hint="--owner-email")
    with portal_open():
        _refuse_a_second()
        password = sys.stdin.readline().rstrip("\n") if password_stdin else _asked()
        if len(password) < SHORTEST_PASSWORD:
            raise click.ClickException(f"A password has at least {SHORTEST_PASSWORD} characters.")
        _found(place, zone, owner_name, owner_email, password)
    click.echo(f"Grove {place} stands. Sign in as {owner_email}.")


def _asked() -> str:
    password: str = click.prompt("A password", hide_input=True, confirmation_prompt="The same again")
    return password


def _refuse_a_second() -> None:
    try:
        there = house.location()
    except NotFound:
        return
    raise click.ClickException(f"{there.full_name} stands already; more locations are added in the browser.")


def _found(place: str, zone: str, name: str, email: str, password: str) -> Member:
    at = clock.now()
    weekdays = [Opening(weekday=weekday, opens=OPENS, closes=CLOSES) for weekday in range(5)]
    location = Location(slug=_slug(place), name="Grove", place=place, address="", zone_name=zone, openings=weekdays)
    with transaction():
        _refuse_a_second()
        db.session.add(location)
        audit.note("house.founded", about=f"location:{location.slug}", by=None, at=at)
    today = local_date(at, location.zone)
    return members.admit(Newcomer(name=name, email=email, joined_on=today, role=Role.MANAGER), by=None, at=at, password=password)


def _slug(place: str) -> str:
    words = [
        word for word in "".join(c if c.isalnum() else " " for c in place.lower()).split() if word not in {"at", "in", "the"}
    ]
    return "-".join(words)[:40] or "house"
