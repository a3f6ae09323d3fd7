"""`portal import …`: people, rooms and bookings from other systems."""

from pathlib import Path

import click

from portal.booking.intake.actions import import_rooms
from portal.booking.intake.rules import Problem
from portal.calendars.intake.actions import import_bookings
from portal.cli.boot import portal_open
from portal.directory.intake.actions import import_members
from portal.house.models import Location
from portal.house.queries import location, locations
from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.web.say import say

A_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
DRY_RUN = click.option("--dry-run", is_flag=True, help="Only say what would happen; write nothing.")
AT = click.option("--location", "slug", default="", help="Slug of the location; the first one if left out.")


@click.group("import")
def import_() -> None:
    """Take over people, rooms and bookings; a second import of the same file changes nothing.

    Example: portal import members members.csv --dry-run
    """


@import_.command()
@A_FILE
@DRY_RUN
def members(file: Path, *, dry_run: bool) -> None:
    """Take members from a table (CSV with a heading; commas or semicolons).

    Example: portal import members members.csv
    """
    with portal_open():
        at = clock.now()
        _tell(import_members(_text(file), dry_run=dry_run, at=at).lines())


@import_.command()
@A_FILE
@DRY_RUN
@AT
def rooms(file: Path, slug: str, *, dry_run: bool) -> None:
    """Take rooms from a table (CSV with a heading; commas or semicolons).

    Example: portal import rooms rooms.csv --location mill-lane
    """
    with portal_open():
        report = import_rooms(_text(file), _place(slug), dry_run=dry_run, at=clock.now())
        would = "would be " if dry_run else ""
        counts = ((f"{would}added", report.added), (f"{would}changed", report.changed), ("as they were", report.same))
        _tell([", ".join(f"{len(slugs)} {what}" for what, slugs in counts) + ".", *map(_problem, report.problems)])


@import_.command()
@A_FILE
@DRY_RUN
@AT
@click.option("--outside-hours", is_flag=True, help="Also place what is outside the opening hours.")
def bookings(file: Path, slug: str, *, dry_run: bool, outside_hours: bool) -> None:
    """Take bookings from a calendar file (.ics); what finds no place is listed with the reason.

    Example: portal import bookings old-system.ics --dry-run
    """
    with portal_open():
        place = _place(slug)
        report = import_bookings(file.read_bytes(), place, dry_run=dry_run, at=clock.now(), outside_hours=outside_hours)
        _tell(report.lines())


def _text(file: Path) -> str:
    return file.read_text("utf-8-sig")


def _place(slug: str) -> Location:
    try:
        return location(slug)
    except NotFound:
        known = ", ".join(each.slug for each in locations())
        sentence = (
            f"There is no location {slug}; there is {known}." if known else "There is no house yet: `portal init` makes it."
        )
        raise click.ClickException(sentence) from None


def _problem(problem: Problem) -> str:
    return f"  line {problem.line}: {say(problem.sentence)}"


def _tell(lines: list[str]) -> None:
    for line in lines:
        click.echo(line)
