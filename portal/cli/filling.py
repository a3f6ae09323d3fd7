"""`python -m portal.cli.filling`: fills the demo house into the database of the settings; for `portal demo`."""

from time import monotonic

import click

import config
from portal.cli import guarded
from portal.cli.boot import portal_open
from portal.db import migrate
from portal.demo.fill import fill, freshen
from portal.house.queries import locations
from portal.kernel import clock


def main() -> None:
    """Furnish a new house, or bring an old one to today."""
    began = monotonic()
    migrate.upgrade(config.load().database_url)
    with portal_open():
        is_new = not locations()
        (fill if is_new else freshen)(at=clock.now())
    click.echo(f"The demo house is {'furnished' if is_new else 'brought to today'} ({monotonic() - began:.1f} s).")


if __name__ == "__main__":
    guarded(main)
