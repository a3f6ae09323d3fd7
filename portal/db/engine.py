"""What differs between SQLite and PostgreSQL, in one place."""

import logging
import secrets
import sqlite3
import threading
import time
from types import ModuleType
from typing import Any, cast

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url

log = logging.getLogger(__name__)

# Releases up to 3.51.2 have a bug that can corrupt a WAL database under two writers.
SAFE_SQLITE = (3, 51, 3)
BUSY_FOR_MS = 5000
ASK_AGAIN_AFTER = 0.001

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={BUSY_FOR_MS}",
    "secure_delete=ON",
    "temp_store=MEMORY",
)

writing = threading.local()


def sqlite_module() -> ModuleType:
    """The newest SQLite at hand: the maintained wheel's, else the standard library's, with a warning if that one is old."""
    try:
        from pysqlite3 import dbapi2 as module  # noqa: PLC0415 - the wheel is optional
    except ImportError:
        module = sqlite3.dbapi2
    if tuple(module.sqlite_version_info) < SAFE_SQLITE:
        log.warning("SQLite %s can corrupt a WAL database under two writers; install pysqlite3", module.sqlite_version)
    return cast("ModuleType", module)


def engine_options(database_url: str) -> dict[str, Any]:
    """What `create_engine` needs besides the address."""
    if make_url(database_url).get_backend_name() == "sqlite":
        return {"module": sqlite_module(), "connect_args": {"timeout": BUSY_FOR_MS / 1000}}
    return {
        "pool_pre_ping": True,
        "pool_size": 5,
        "max_overflow": 5,
        "pool_timeout": 5,
        "connect_args": {"connect_timeout": 5, "options": "-c lock_timeout=5000 -c statement_timeout=15000 -c timezone=UTC"},
    }


def prepare(engine: Engine) -> None:
    """Attach the pragmas, and BEGIN as we mean it, to an SQLite engine; PostgreSQL needs nothing."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)


def _set_pragmas(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DB-API connection has no common type
    # The driver must not begin transactions by itself: it would begin them deferred, and too late.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A writer takes the lock at once: a deferred transaction that upgrades later is refused under load.
    if getattr(writing, "now", False):
        _begin_writing(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_writing(connection: Connection) -> None:
    """BEGIN IMMEDIATE, waiting for other processes by asking often.

    SQLite's own waiting sleeps longer and longer, up to 100 ms, while whoever came later and asks sooner goes first:
    under load the unlucky wait for seconds. Raises OperationalError after BUSY_FOR_MS, as SQLite would.
    """
    cursor = connection.connection.cursor()
    patience = time.monotonic() + BUSY_FOR_MS / 1000
    cursor.execute("PRAGMA busy_timeout=0")
    try:
        while time.monotonic() < patience:
            try:
                cursor.execute("BEGIN IMMEDIATE")
            except connection.dialect.loaded_dbapi.OperationalError as busy:
                if "locked" not in str(busy):
                    raise
                time.sleep(ASK_AGAIN_AFTER * (0.5 + secrets.randbelow(100) / 100))
            else:
                return
        # The last try goes through SQLAlchemy, so that its refusal is one of SQLAlchemy's errors.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        cursor.execute(f"PRAGMA busy_timeout={BUSY_FOR_MS}")
        cursor.close()


def version_of(connection: Connection) -> str:
    """Engine and version, for the log at start and /readyz."""
    if connection.dialect.name == "sqlite":
        return f"SQLite {connection.exec_driver_sql('select sqlite_version()').scalar_one()}"
    return f"PostgreSQL {connection.exec_driver_sql('show server_version').scalar_one()}"
