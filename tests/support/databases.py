"""A fresh, migrated database for each test: copied from one that was migrated once."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import psycopg

from portal.db import migrate
from tests.support.postgres import Cluster

ADDRESS = "GROVE_TESTS_POSTGRES"


class Databases(Protocol):
    """Where fresh databases come from."""

    def fresh(self, folder: Path) -> str:
        """The address of a new, migrated, empty database."""

    def empty(self, folder: Path) -> str:
        """The address of a new database without a single table."""


class SqliteFiles:
    """Copies of one migrated file."""

    def __init__(self, folder: Path) -> None:
        """Migrate the file that is copied from then on."""
        self._original = folder / "migrated.db"
        migrate.upgrade(f"sqlite:///{self._original}")

    def fresh(self, folder: Path) -> str:
        """A copy."""
        copy = folder / "grove.db"
        shutil.copyfile(self._original, copy)
        return f"sqlite:///{copy}"

    def empty(self, folder: Path) -> str:
        """The name of a file that is not there yet."""
        return f"sqlite:///{folder / 'empty.db'}"


class PostgresDatabases:
    """Clones of one migrated database: 32 ms each; truncating 45 tables took 48 and would fight the triggers."""

    def __init__(self, url: str, worker: str) -> None:
        """Migrate the database that is cloned from then on; each worker has its own."""
        self._server, self._worker = url, worker
        self._template = f"grove_{worker}_template"
        migrate.upgrade(self._create(self._template, "template0"))

    def fresh(self, folder: Path) -> str:  # noqa: ARG002 - a server keeps its own files
        """A clone."""
        return self._create(f"grove_{self._worker}", self._template)

    def empty(self, folder: Path) -> str:  # noqa: ARG002 - a server keeps its own files
        """An empty one."""
        return self._create(f"grove_{self._worker}_empty", "template0")

    def _create(self, name: str, template: str) -> str:
        with psycopg.connect(self._server.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(f'drop database if exists "{name}" with (force)')
            connection.execute(f'create database "{name}" template "{template}" strategy file_copy')
        return self._server.rpartition("/")[0] + f"/{name}"


@contextmanager
def postgres_for_the_run() -> Iterator[Cluster]:
    """One server for all workers, which find it by an environment variable."""
    cluster = Cluster()
    try:
        cluster.start()
        os.environ[ADDRESS] = cluster.url()
        yield cluster
    finally:
        os.environ.pop(ADDRESS, None)
        cluster.remove()


def databases(engine: str, folder: Path, worker: str) -> Databases:
    """Where this worker's databases come from."""
    if engine == "sqlite":
        return SqliteFiles(folder)
    return PostgresDatabases(os.environ[ADDRESS], worker)
