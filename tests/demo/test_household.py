"""`portal demo` as a person starts it: one command, an address, and nothing left behind."""

import os
import signal
import socket
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.support.commands import nobodys, running, wait_until
from tests.support.commands import portal as run

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]
MOST_MEMORY_MB = 350
QUICK = 5
SLOW_MACHINE = 4
"""Other tests run on the same cores."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A furnished house."""
    place: Path = tmp_path_factory.mktemp("demo")
    done = run("demo", "--no-serve", "--folder", str(place / "house"), env=nobodys(), cwd=place)
    assert done.returncode == 0, done.stderr
    return place


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port, path="/sign-in"):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status == 200
    except (OSError, urllib.error.URLError):
        return False


def started(folder, port):
    return running("demo", "--folder", str(folder / "house"), "--port", str(port), env=nobodys(), cwd=folder)


def family(pid):
    """The process, its children and theirs: number and command line."""
    found, lines = {pid}, {}
    for each in sorted(int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()):
        try:
            stat = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            command = Path(f"/proc/{each}/cmdline").read_text().replace("\0", " ")
        except OSError:
            continue
        if each in found or int(stat[1]) in found:
            found.add(each)
            lines[each] = command
    return lines


def worker_of(pid):
    return next((each for each, command in family(pid).items() if "portal.cli work" in command), None)


def memory(pids):
    status = [Path(f"/proc/{pid}/status").read_text() for pid in pids]
    return sum(int(text.split("VmRSS:")[1].split()[0]) for text in status) / 1024


def alive(pids):
    return [pid for pid in pids if Path(f"/proc/{pid}").exists()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_starts_answers_and_leaves_nothing_behind(folder, port, number):
    began = time.monotonic()
    with started(folder, port) as household:
        wait_until(lambda: answers(port))
        assert time.monotonic() - began < QUICK * SLOW_MACHINE
        wait_until(lambda: worker_of(household.pid) is not None)
        wait_until(lambda: answers(port, "/readyz"))
        everybody = family(household.pid)
        assert len(everybody) == 4
        assert memory(everybody) < MOST_MEMORY_MB
        household.send_signal(number)
        assert household.wait(30) == 0
        wait_until(lambda: not alive(everybody), within=5)


def test_it_closes_and_says_so_when_a_child_ends(folder, port):
    with started(folder, port) as household:
        wait_until(lambda: worker_of(household.pid) is not None)
        everybody = family(household.pid)
        worker = worker_of(household.pid)
        assert worker is not None
        os.kill(worker, signal.SIGKILL)
        assert household.wait(30) == 1
        wait_until(lambda: not alive(everybody), within=5)
    logs = sorted(folder.glob("demo-*.log"), key=lambda log: log.stat().st_mtime)
    assert "The worker ended by itself" in logs[-1].read_text()


def test_a_taken_port_is_one_sentence(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("demo", "--folder", str(folder / "house"), "--port", str(port), env=nobodys(), cwd=folder)
    assert (done.returncode, len(done.stderr.splitlines()), "Choose another port" in done.stderr) == (1, 1, True)


def test_a_real_houses_settings_do_not_leak_into_it(folder, tmp_path):
    (tmp_path / ".env").write_text(
        "PORTAL_DATABASE_URL=postgresql+psycopg://nobody@127.0.0.1:1/real\nPORTAL_MAIL_URL=smtp://real.example\n"
    )
    done = run("demo", "--no-serve", "--folder", str(tmp_path / "house"), env=nobodys(), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "house" / "grove.db").exists()


def test_its_key_is_its_own_and_nobody_elses_to_read(folder):
    key = folder / "house" / "secret-key"
    assert (len(key.read_text()), oct(key.stat().st_mode & 0o777)) == (64, "0o600")


def test_reset_begins_anew(folder, tmp_path):
    house = tmp_path / "house"
    house.mkdir()
    (house / "grove.db").write_text("an old one")
    done = run("demo", "--reset", "--no-serve", "--folder", str(house), env=nobodys(), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (house / "grove.db").stat().st_size > 100_000
