"""`portal backup`, `portal restore`, `portal verify-backup`."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

import click
from alembic.runtime.migration import MigrationContext

import config
from portal.db import dump, migrate, strongbox
from portal.db.crypto import Keyring
from portal.kernel import clock

MEGABYTE = 1024 * 1024
A_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write the whole database into FILE while the house goes on; sealed with the keys of PORTAL_KEYS_FILE.

    Keep a copy of the keys file elsewhere: without it nobody can open the backup.

    Example: portal backup /backup/grove-2026-03-10.grove
    """
    settings = config.load()
    ring, draft = _ring(settings), file.with_name(f".{file.name}.unfinished")
    try:
        with dump.dumped(settings.database_url) as source, draft.open("wb") as target:
            for piece in _shown(strongbox.sealed(source, ring=ring, facts=_facts(settings)), "Backing up"):
                target.write(piece)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    click.echo(f"{file} holds everything, {file.stat().st_size // MEGABYTE} MB, sealed with {ring.current}.")


@click.command()
@A_FILE
@click.option("--replace", is_flag=True, help="Take the place of a database that is there already.")
def restore(file: Path, *, replace: bool) -> None:
    """Put a backup in the place of the database. Stop web and worker first; `portal upgrade` afterwards does no harm.

    Example: systemctl stop grove-web grove-worker; portal restore --replace /backup/grove-2026-03-10.grove
    """
    settings = config.load()
    _require_same_engine(file, settings)
    if not replace and _is_there(settings.database_url):
        raise click.ClickException("There is a database already. Say --replace to put the backup in its place.")
    _verify(file, settings)
    with file.open("rb") as source:
        pieces = strongbox.opened(source, ring=_ring(settings))
        dump.restore(settings.database_url, _shown(pieces, "Restoring"))
    click.echo("Restored. Start web and worker again.")


@click.command("verify-backup")
@A_FILE
def verify_backup(file: Path) -> None:
    """See that a backup is whole and opens with these keys, without putting it anywhere.

    Example: portal verify-backup /backup/grove-2026-03-10.grove
    """
    facts = _verify(file, config.load())
    click.echo(f"{file} is whole: {facts['engine']}, revision {facts['revision']}, made {facts['made_at']}.")


def _verify(file: Path, settings: config.Settings) -> dict[str, str]:
    with file.open("rb") as source:
        facts = strongbox.heading_of(source)
    with file.open("rb") as source:
        dump.check(facts.get("engine", ""), _shown(strongbox.opened(source, ring=_ring(settings)), "Looking it over"))
    return facts


def _ring(settings: config.Settings) -> Keyring:
    return Keyring.load(cast("Path", settings.keys_file))


def _facts(settings: config.Settings) -> dict[str, str]:
    engine = migrate.make_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            revision = MigrationContext.configure(connection).get_current_revision() or "none"
    finally:
        engine.dispose()
    return {"engine": _engine(settings), "revision": revision, "made_at": clock.now().isoformat(timespec="seconds")}


def _engine(settings: config.Settings) -> str:
    return "sqlite" if dump.is_sqlite(settings.database_url) else "postgresql"


def _require_same_engine(file: Path, settings: config.Settings) -> None:
    with file.open("rb") as source:
        engine = strongbox.heading_of(source).get("engine", "")
    if engine != _engine(settings):
        raise click.ClickException(f"This is a backup of {engine}, and PORTAL_DATABASE_URL names {_engine(settings)}.")


def _is_there(database_url: str) -> bool:
    """Whether there is a database with anything in it."""
    if dump.is_sqlite(database_url):
        return dump.file_of(database_url).exists()
    engine = migrate.make_engine(database_url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() is not None
    finally:
        engine.dispose()


def _shown(pieces: Iterable[bytes], what: str) -> Iterator[bytes]:
    """The same pieces, and how far we are."""
    done = 0
    for piece in pieces:
        done += len(piece)
        click.echo(f"\r{what}: {done // MEGABYTE} MB", err=True, nl=False)
        yield piece
    click.echo(err=True)
