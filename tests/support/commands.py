"""`portal …` as a process of its own, as an operator runs it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields
from pathlib import Path

import config

PATIENCE = 60
MARGIN = 0.05


def environment(settings: config.Settings) -> dict[str, str]:
    """The environment that makes these settings."""
    values = {field.name: getattr(settings, field.name) for field in fields(settings)}
    ours = {config.PREFIX + name.upper(): str(value) for name, value in values.items() if value is not None}
    return {**nobodys(), **ours}


def nobodys() -> dict[str, str]:
    """The environment without any setting of a portal."""
    return {name: value for name, value in os.environ.items() if not name.startswith(config.PREFIX)}


def portal(*words: str, env: dict[str, str], cwd: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    command = [sys.executable, "-m", "portal.cli", *words]
    return subprocess.run(command, env=env, cwd=cwd, input=typed, capture_output=True, text=True, timeout=PATIENCE, check=False)


@contextmanager
def running(*words: str, env: dict[str, str], cwd: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a command; it is gone afterwards, whatever the test did."""
    command = [sys.executable, "-m", "portal.cli", *words]
    log = (cwd / f"{'-'.join(words[:1])}-{time.monotonic_ns()}.log").open("w")
    process = subprocess.Popen(command, env=env, cwd=cwd, stdout=log, stderr=subprocess.STDOUT, text=True, start_new_session=True)
    try:
        yield process
    finally:
        log.close()
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)


def wait_until(true: Callable[[], bool], *, within: float = PATIENCE) -> None:
    """Wait for something that another process does."""
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, f"waited {within} s in vain"
        time.sleep(MARGIN)
