"""`portal keys …`: the keys for personal notes."""

from pathlib import Path
from typing import cast

import click

import config
from portal.cli.boot import portal_open
from portal.db.crypto import Keyring
from portal.directory.actions import rekey
from portal.directory.queries import sealed_with
from portal.kernel import clock


@click.group()
def keys() -> None:
    """Make, change and look at the keys for personal notes. Keep them apart from the database and its backups.

    Example: portal keys status
    """


@keys.command()
def new() -> None:
    """Make the keys file; refuses if there is one.

    Example: PORTAL_KEYS_FILE=/etc/grove/keys.json portal keys new
    """
    path = _path()
    try:
        ring = Keyring.new(path)
    except FileExistsError:
        raise click.ClickException(f"{path} is there already; `portal keys rotate` adds a key to it.") from None
    click.echo(f"{path} holds the key {ring.current}. Copy it to a safe place now: notes cannot be read without it.")


@keys.command()
def rotate() -> None:
    """Add a key and seal everything anew with it; may be stopped, and started again. Old keys stay for old backups.

    Example: portal keys rotate
    """
    path = _path()
    with portal_open():
        if not _unfinished(Keyring.load(path)):
            Keyring.load(path).rotated().save(path)
        left = 1
        while left:
            left = rekey(at=clock.now())
            click.echo(f"{left} lines left")
    click.echo(f"Everything is sealed with {Keyring.load(path).current}. Copy {path} to its safe place again.")


@keys.command()
def status() -> None:
    """Say which keys there are and how many lines each has sealed.

    Example: portal keys status
    """
    with portal_open():
        ring, sealed = Keyring.load(_path()), sealed_with()
        for name in ring.ids:
            mark = "  seals now" if name == ring.current else ""
            click.echo(f"{name}  {sealed.get(name, 0)} lines{mark}")


def _unfinished(ring: Keyring) -> bool:
    """Whether an earlier rotation was stopped before all lines were sealed anew."""
    return any(count for name, count in sealed_with().items() if name != ring.current)


def _path() -> Path:
    return cast("Path", config.load().keys_file)
