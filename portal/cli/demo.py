"""`portal demo`: a house full of people, on this machine, from one command."""

import hashlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from time import monotonic

import click

import config
from portal.cli.ports import refuse_taken

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
READY_WITHIN = 60
LOOK_EVERY = 0.1
STOP_WITHIN = 30
PEOPLE = (
    ("ada@grove.example", "member"),
    ("ben@grove.example", "member of another company"),
    ("cleo@grove.example", "community manager"),
    ("max@grove.example", "manager"),
)
PASSWORD = "grove-demo"  # noqa: S105 - it is on the sign-in page


@click.command()
@click.option("--reset", is_flag=True, help="Begin anew: forget everything that was done in the demo house.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port on 127.0.0.1.")
@click.option("--no-serve", is_flag=True, help="Only fill the house.")
@click.option("--folder", default=Path("var/demo"), show_default=True, type=click.Path(path_type=Path), help="Where it is kept.")
def demo(*, reset: bool, port: int, no_serve: bool, folder: Path) -> None:
    """Show Grove with made-up people: fills a house once, keeps it, and starts web and worker.

    Example: portal demo --reset --port 8001
    """
    if not no_serve:
        refuse_taken(HOST, port)
    if reset and folder.exists():
        shutil.rmtree(folder)
    environ = environment(folder.resolve(), port)
    prepare(environ, folder.resolve())
    if not no_serve:
        sys.exit(Household(environ, port).run())


def prepare(environ: Mapping[str, str], folder: Path) -> None:
    """Furnish a new house beside its final name, so that a half-furnished one is never opened; bring an old one up to date.

    In processes of their own: what furnishing needs in memory is given back before the servers start.
    """
    database, unfinished, mark = folder / "grove.db", folder / "unfinished.db", folder / "furnished"
    if not database.exists():
        for leftover in folder.glob("unfinished.db*"):
            leftover.unlink()
        _run("portal.cli.filling", {**environ, "PORTAL_DATABASE_URL": f"sqlite:///{unfinished}"})
        unfinished.rename(database)
    elif not mark.exists() or mark.read_text("ascii") != _state():
        _run("portal.cli.filling", environ)
    mark.write_text(_state(), "ascii")


def _state() -> str:
    """The migrations and the day; while neither has changed since, a second of looking into the database is saved."""
    files = sorted((ROOT / "migrations" / "versions").glob("*.py"))
    return f"{date.today()} {hashlib.sha256(b''.join(file.read_bytes() for file in files)).hexdigest()}"  # noqa: DTZ011 - a mark


def _run(module: str, environ: Mapping[str, str]) -> None:
    done = subprocess.run([sys.executable, "-m", module], env=environ, check=False)  # noqa: S603 - our own modules
    if done.returncode:
        sys.exit(done.returncode)


def environment(folder: Path, port: int) -> dict[str, str]:
    """The settings of the demo house. Every setting is said, so that no `.env` of a real house leaks in."""
    folder.mkdir(parents=True, exist_ok=True)
    said = {
        "secret_key": _secret(folder / "secret-key"),
        "base_url": f"http://{HOST}:{port}",
        "mail_url": config.KEPT,
        "database_url": f"sqlite:///{folder / 'grove.db'}",
        "data_dir": str(folder),
        "demo": "yes",
        "log_level": os.environ.get("PORTAL_LOG_LEVEL", "WARNING"),
    }
    ours = {config.PREFIX + item.name.upper(): said.get(item.name, "") for item in fields(config.Settings)}
    return {**{name: value for name, value in os.environ.items() if not name.startswith(config.PREFIX)}, **ours}


def _secret(path: Path) -> str:
    """The demo's own key, made once, readable by its owner."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), "ascii")
    return path.read_text("ascii")


class Household:
    """Web and worker as children of this process: they start together and end together."""

    def __init__(self, environ: Mapping[str, str], port: int) -> None:
        """Nothing runs yet."""
        self._environ = {**environ, "PYTHONUNBUFFERED": "1"}
        self._address = f"http://{HOST}:{port}"
        self._port = port
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._stop = threading.Event()

    def run(self) -> int:
        """Until Ctrl-C, SIGTERM or the end of a child; the exit status."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self._stop.set())
        try:
            self._children["web"] = self._start("serve", "--bind", f"{HOST}:{self._port}", "--workers", "1")
            if self._wait_for_web():
                self._welcome()
                # Only now: two starts at once would make both late.
                self._children["worker"] = self._start("work")
            return self._watch()
        finally:
            self._end()

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        # In a group of their own: Ctrl-C in the terminal reaches us alone, and we end them in order.
        command = [sys.executable, "-m", "portal.cli", *words]
        return subprocess.Popen(command, env=self._environ, process_group=0)  # noqa: S603 - our own commands

    def _wait_for_web(self) -> bool:
        end = monotonic() + READY_WITHIN
        while not self._stop.is_set() and self._all_alive() and monotonic() < end:
            if _answers(f"{self._address}/healthz"):
                return True
            self._stop.wait(LOOK_EVERY)
        return False

    def _welcome(self) -> None:
        people = "".join(f"    {email:<22}{what}\n" for email, what in PEOPLE)
        click.echo(f"\n  Grove is open at {self._address}\n\n  Sign in with the password {PASSWORD} as\n{people}")
        click.echo("  Ctrl-C closes it.\n")

    def _all_alive(self) -> bool:
        return all(child.poll() is None for child in self._children.values())

    def _watch(self) -> int:
        while not self._stop.wait(LOOK_EVERY):
            for name, child in self._children.items():
                if child.poll() is not None:
                    click.echo(f"The {name} ended by itself (status {child.returncode}), so the demo house closes.", err=True)
                    return 1
        return 0

    def _end(self) -> None:
        for child in self._children.values():
            if child.poll() is None:
                child.terminate()
        for child in self._children.values():
            try:
                child.wait(STOP_WITHIN)
            except subprocess.TimeoutExpired:
                child.kill()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=1) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)  # noqa: PLR2004
    except (OSError, urllib.error.URLError):
        return False
