"""`portal seed`: a big house for trying things under load."""

from datetime import datetime

import click
from flask import Flask

from portal.cli.boot import portal_open
from portal.demo.people import PASSWORD
from portal.demo.seed import Size, monday_before, seed
from portal.house.models import Location
from portal.house.queries import location
from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.members.passwords import hashed

SOME = click.IntRange(0, 1_000_000)


@click.command("seed")
@click.option("--members", default=1000, show_default=True, type=click.IntRange(1, 1_000_000))
@click.option("--rooms", default=20, show_default=True, type=click.IntRange(1, 9999))
@click.option("--bookings", default=10_000, show_default=True, type=SOME)
@click.option("--requests", default=500, show_default=True, type=SOME)
@click.option("--from", "first_day", type=click.DateTime(["%Y-%m-%d"]), default=None, help="First day of bookings; this Monday.")
def seed_(members: int, rooms: int, bookings: int, requests: int, first_day: datetime | None) -> None:
    """Fill the first location with made-up members, rooms, bookings and requests: the same ones each time.

    Example: portal seed --members 5000 --rooms 50 --bookings 100000 --requests 2000 --from 2026-01-05
    """
    with portal_open() as app:
        at, place = clock.now(), _place()
        starts = first_day.date() if first_day else monday_before(at, place)
        made: dict[str, int] = {}
        with click.progressbar(length=members + rooms + bookings + requests, label="Filling the house") as bar:
            for what, number in seed(
                Size(members, rooms, bookings, requests, starts), place, at=at, password_hash=_password(app)
            ):
                made[what] = made.get(what, 0) + number
                bar.update(number)
    click.echo(", ".join(f"{number} {what}" for what, number in made.items()))


def _place() -> Location:
    try:
        return location()
    except NotFound:
        raise click.ClickException("There is no house yet: `portal init` or `portal demo --no-serve` makes one.") from None


def _password(app: Flask) -> str | None:
    """In the demo everybody may sign in; in a real house nobody made up may."""
    return hashed(PASSWORD) if app.config["GROVE"].demo else None
