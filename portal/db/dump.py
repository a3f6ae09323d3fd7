"""A whole database as a file, and back: SQLite by its own backup, PostgreSQL by pg_dump and pg_restore."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from sqlalchemy.engine import URL, make_url

from portal.db.engine import sqlite_module
from portal.db.strongbox import Damaged

ASIDE = ".before-restore"
ALONGSIDE = ("", "-wal", "-shm")


class DumpTrouble(Exception):
    """It could not be done; one sentence says why."""


def is_sqlite(database_url: str) -> bool:
    return make_url(database_url).get_backend_name() == "sqlite"


def file_of(database_url: str) -> Path:
    """The file of an SQLite database."""
    return Path(make_url(database_url).database or "")


@contextmanager
def dumped(database_url: str) -> Iterator[IO[bytes]]:
    """The database as it is at one moment, while others go on writing."""
    if is_sqlite(database_url):
        with TemporaryDirectory(dir=file_of(database_url).parent, prefix=".backup-") as folder:
            copy = Path(folder) / "copy.db"
            _copy(file_of(database_url), copy)
            with copy.open("rb") as source:
                yield source
        return
    command = [_tool("pg_dump"), "--format=custom", "--compress=0", "--no-owner", "--no-privileges"]
    with subprocess.Popen(command, env=_environment(database_url), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603 - our own words
        yield process.stdout or _nothing()
        said = (process.stderr.read() if process.stderr else b"").decode(errors="replace")
        if process.wait():
            raise DumpTrouble(f"pg_dump failed: {_first_line(said)}")


def _nothing() -> IO[bytes]:
    raise DumpTrouble("pg_dump says nothing.")


def _copy(source: Path, target: Path) -> None:
    if not source.exists():
        raise DumpTrouble(f"There is no database at {source}.")
    module = sqlite_module()
    # In one step: a writer in between would make SQLite begin anew, for ever under load.
    with closing(module.connect(f"file:{source}?mode=ro", uri=True)) as here, closing(module.connect(str(target))) as there:
        here.backup(there, pages=-1)


def restore(database_url: str, pieces: Iterable[bytes]) -> None:
    """Put the dump in the place of the database; an SQLite file that was there is kept beside it."""
    if is_sqlite(database_url):
        _restore_sqlite(file_of(database_url), pieces)
        return
    flags = ["--clean", "--if-exists", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    _feed([_tool("pg_restore"), *flags, f"--dbname={make_url(database_url).database}"], _environment(database_url), pieces)


def _restore_sqlite(database: Path, pieces: Iterable[bytes]) -> None:
    database.parent.mkdir(parents=True, exist_ok=True)
    fresh = database.with_name(f"{database.name}.restoring")
    with fresh.open("wb") as target:
        target.writelines(pieces)
        target.flush()
        os.fsync(target.fileno())
    check_sqlite(fresh)
    for suffix in ALONGSIDE:
        old = database.with_name(database.name + suffix)
        if old.exists():
            old.replace(database.with_name(database.name + ASIDE + suffix))
    fresh.replace(database)


def check(engine_name: str, pieces: Iterable[bytes]) -> None:
    """Look the dump over without putting it anywhere. Raises Damaged."""
    with TemporaryDirectory(prefix="grove-backup-") as folder:
        copy = Path(folder) / "copy"
        with copy.open("wb") as target:
            target.writelines(pieces)
        if engine_name == "sqlite":
            check_sqlite(copy)
        else:
            _feed([_tool("pg_restore"), "--list", str(copy)], dict(os.environ), ())


def check_sqlite(file: Path) -> None:
    """Have SQLite look at every page and index, and find our tables. Raises Damaged."""
    module = sqlite_module()
    try:
        with closing(module.connect(str(file))) as connection:
            (said,) = connection.execute("PRAGMA integrity_check").fetchone()
            connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except module.DatabaseError as wrong:
        raise Damaged(f"The database in this backup is damaged: {wrong}.") from None
    if said != "ok":
        raise Damaged(f"The database in this backup is damaged: {said}.")


def _feed(command: list[str], env: dict[str, str], pieces: Iterable[bytes]) -> None:
    with subprocess.Popen(  # noqa: S603 - our own words
        command, env=env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        broken = _poured(pieces, process.stdin)
        said = (process.stderr.read() if process.stderr else b"").decode(errors="replace")
        if process.wait() or broken:
            raise DumpTrouble(f"pg_restore failed: {_first_line(said)}")


def _poured(pieces: Iterable[bytes], into: IO[bytes] | None) -> bool:
    """Whether the other side hung up."""
    if into is None:
        return True
    try:
        with into:
            for piece in pieces:
                into.write(piece)
    except BrokenPipeError:
        return True
    return False


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise DumpTrouble(f"{name} is missing: install PostgreSQL's client programs (Debian: apt-get install postgresql-client).")
    return found


def _environment(database_url: str) -> dict[str, str]:
    """The way to the database in variables: on a command line, everybody on the machine could read the password."""
    url: URL = make_url(database_url)
    host, port = url.host or url.query.get("host"), url.port or url.query.get("port")
    said = {"PGHOST": host, "PGPORT": port, "PGUSER": url.username, "PGPASSWORD": url.password, "PGDATABASE": url.database}
    return {**os.environ, **{name: str(value) for name, value in said.items() if value}}


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0] if text.strip() else "it gave no reason."
