"""A private PostgreSQL for the tests: started, used and gone, on a free port of this machine.

PostgreSQL refuses to run as root, so for root it runs as `postgres`, or as `nobody` where there is no such user.
"""

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

PATIENCE = 30.0
OLDEST = 15
# The tests' data may vanish with the machine, so nothing waits for the disk.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
PARENT_DEATH_SIGNAL = 1


class PostgresMissing(RuntimeError):
    """There is no PostgreSQL to start; says what to install."""


def programs() -> Path:
    """The folder of the newest PostgreSQL server on this machine."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise PostgresMissing(f"PostgreSQL {OLDEST} or newer is missing: apt-get install postgresql")


def _other_user() -> str | None:
    """Whom to run it as when we are root; None for ourselves."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _die_with_parent() -> None:
    # So that no server is left behind when the test run is killed outright.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGINT)


class Cluster:
    """One PostgreSQL server with its own data folder."""

    def __init__(self, *settings: str) -> None:
        """Remember the settings; `CARELESS` unless a test is about the disk."""
        self._settings = settings or CARELESS
        self._user = _other_user()
        self._programs = programs()
        self._process: subprocess.Popen[bytes] | None = None
        self.folder = Path(tempfile.mkdtemp(prefix="grove-pg-"))
        self.port = _free_port()

    def url(self, database: str = "postgres") -> str:
        """The address for SQLAlchemy."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def start(self) -> "Cluster":
        """Make the data folder at the first start, start the server and wait until it answers."""
        if not (self.folder / "data").exists():
            self._make()
        options = [f"port={self.port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={self.folder}"]
        options += ["max_connections=300", "logging_collector=off", *self._settings]
        flags = [word for option in options for word in ("-c", option)]
        with (self.folder / "log").open("ab") as log:
            command = [str(self._programs / "postgres"), "-D", str(self.folder / "data"), *flags]
            self._process = self._popen(command, stdout=log, stderr=log, preexec_fn=_die_with_parent)
        self._wait()
        return self

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End the server: SIGINT closes connections and stops, SIGQUIT is a crash."""
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def remove(self) -> None:
        """Stop it and leave nothing behind."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def create(self, database: str, *, template: str = "template0") -> str:
        """A new database, a copy of `template` unless it is to be empty; returns its address."""
        with self._connected() as connection:
            names = sql.Identifier(database), sql.Identifier(template)
            connection.execute(sql.SQL("drop database if exists {} with (force)").format(names[0]))
            connection.execute(sql.SQL("create database {} template {} strategy file_copy").format(*names))
        return self.url(database)

    def drop(self, database: str) -> None:
        """Throw a database away, whoever is still connected."""
        with self._connected() as connection:
            connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database)))

    def _make(self) -> None:
        if self._user:
            shutil.chown(self.folder, self._user)
        command = [str(self._programs / "initdb"), "-D", str(self.folder / "data"), "-U", "postgres"]
        command += ["-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
        making = self._popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said, _ = making.communicate(timeout=PATIENCE)
        if making.returncode:
            raise PostgresMissing(f"initdb failed: {said.decode(errors='replace')[-500:]}")

    def _popen(self, command: list[str], **options: Any) -> "subprocess.Popen[bytes]":
        # Its own process group, so that Ctrl-C in the terminal reaches the tests first and they stop it in order.
        identity: dict[str, Any] = {"user": self._user, "group": pwd.getpwnam(self._user).pw_gid} if self._user else {}
        if self._user:
            identity["extra_groups"] = []
        return subprocess.Popen(
            command, cwd=self.folder, stdin=subprocess.DEVNULL, process_group=0, env=_plain_environment(), **identity, **options
        )

    def _wait(self) -> None:
        def answers() -> bool:
            try:
                psycopg.connect(self._address(), connect_timeout=2).close()
            except psycopg.OperationalError:
                return False
            return True

        if not _within(PATIENCE, lambda: self._ended() or answers()) or self._ended():
            log = (self.folder / "log").read_text(errors="replace")[-800:]
            self.stop()
            raise PostgresMissing(f"PostgreSQL did not start:\n{log}")

    def _ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def _address(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def _connected(self) -> "psycopg.Connection[tuple[Any, ...]]":
        return psycopg.connect(self._address(), autocommit=True)


def _plain_environment() -> dict[str, str]:
    """Ours without what would steer PostgreSQL elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def _within(seconds: float, holds: Callable[[], bool]) -> bool:
    """Whether it comes to hold in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
