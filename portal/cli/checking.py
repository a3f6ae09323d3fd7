"""`portal check`: settings and surroundings, a line each."""

import os
import shutil
import smtplib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import click
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

import config
from portal.db import migrate
from portal.db.crypto import Keyring, KeyTrouble
from portal.db.engine import SAFE_SQLITE, sqlite_module, version_of
from portal.outbox.delivery import reach

ROOM_NEEDED = 1024 * 1024 * 1024
OTHERS = 0o077


@dataclass(frozen=True)
class Finding:
    """One line: fine or not, about what, and what to do."""

    fine: bool
    what: str


@click.command()
@click.option("--deploy", is_flag=True, help="Also what a house that is open to people must have.")
def check(*, deploy: bool) -> None:
    """Look at settings and surroundings: one line each; the exit status is 1 if something must be done.

    Example: portal check --deploy
    """
    settings = config.load()
    findings = [*_always(settings), *(_for_people(settings) if deploy else ())]
    for finding in findings:
        click.echo(f"{'ok  ' if finding.fine else 'TO DO'}  {finding.what}")
    sys.exit(0 if all(finding.fine for finding in findings) else 1)


def _always(settings: config.Settings) -> Iterator[Finding]:
    yield Finding(fine=True, what=f"Settings read; people use {settings.base_url}.")
    yield _database(settings)
    yield _keys(settings)
    yield _disk(settings.data_dir)
    yield _mail(settings)


def _database(settings: config.Settings) -> Finding:
    engine: Engine = migrate.make_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            version = version_of(connection)
        if not migrate.is_current(engine):
            return Finding(fine=False, what=f"{version} answers, but is not ready for this release: run `portal upgrade`.")
    except SQLAlchemyError as trouble:
        return Finding(fine=False, what=f"The database does not answer: {type(trouble).__name__}.")
    finally:
        engine.dispose()
    return Finding(fine=True, what=f"{version} answers and is at the newest revision.")


def _keys(settings: config.Settings) -> Finding:
    try:
        ring = Keyring.load(cast("Path", settings.keys_file))
    except KeyTrouble as trouble:
        return Finding(fine=False, what=str(trouble))
    return Finding(fine=True, what=f"Keys for personal notes: {len(ring.ids)}, {ring.current} seals.")


def _disk(folder: Path) -> Finding:
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return Finding(fine=False, what=f"The data folder {folder} cannot be written.")
    free = shutil.disk_usage(folder).free
    return Finding(
        fine=free > ROOM_NEEDED, what=f"{free // 1024**2} MiB free in the data folder; at least {ROOM_NEEDED // 1024**2} needed."
    )


def _mail(settings: config.Settings) -> Finding:
    if settings.mail_url == config.KEPT:
        return Finding(fine=True, what="Letters are kept and sent nowhere.")
    try:
        reach(settings)
    except (OSError, smtplib.SMTPException) as trouble:
        return Finding(fine=False, what=f"The mail server does not let us in: {trouble}.")
    return Finding(fine=True, what="The mail server lets us in.")


def _for_people(settings: config.Settings) -> Iterator[Finding]:
    """What a house that is open to people must have."""
    must: tuple[tuple[Callable[[], bool], str], ...] = (
        (lambda: settings.over_tls, "PORTAL_BASE_URL begins with https://."),
        (lambda: not settings.demo, "PORTAL_DEMO is off."),
        (lambda: settings.mail_url != config.KEPT, "PORTAL_MAIL_URL names a mail server."),
        (lambda: settings.proxy_hops > 0, "PORTAL_PROXY_HOPS says how many proxies stand in front."),
        (lambda: not _inside(cast("Path", settings.keys_file), settings.data_dir), "The keys lie outside of the data folder."),
        (lambda: not settings.data_dir.stat().st_mode & OTHERS, "The data folder is closed to other users (chmod 700)."),
        (lambda: not settings.embedded or _sqlite_is_safe(), "SQLite is new enough for two writers (install pysqlite3)."),
    )
    for holds, what in must:
        yield Finding(fine=holds(), what=what)


def _inside(file: Path, folder: Path) -> bool:
    return file.resolve().is_relative_to(folder.resolve())


def _sqlite_is_safe() -> bool:
    return tuple(sqlite_module().sqlite_version_info) >= SAFE_SQLITE
