"""A backup restores, on both engines; one flipped byte is noticed; without its keys it stays shut."""

import shutil

import pytest
from sqlalchemy import func, select

from portal.db.base import db
from portal.db.crypto import Keyring
from portal.db.unit import transaction
from portal.members.models import Company, Member
from tests.support.commands import environment
from tests.support.commands import portal as run

pytestmark = pytest.mark.slow


@pytest.fixture
def command(app, cast, settings, tmp_path):
    """A command in the house of the cast."""
    return lambda *words: run(*words, env=environment(settings), cwd=tmp_path)


@pytest.fixture
def kept(command, tmp_path):
    """A backup of it."""
    file = tmp_path / "house.grove"
    done = command("backup", str(file))
    assert done.returncode == 0, done.stderr
    return file


def let_go():
    db.session.remove()
    db.engine.dispose()


def names():
    return set(db.session.scalars(select(Company.name)))


def test_what_was_there_is_there_again(command, kept):
    before = names()
    with transaction():
        db.session.add(Company(name="Came later"))
    let_go()
    done = command("restore", "--replace", str(kept))
    assert done.returncode == 0, done.stderr
    assert names() == before
    assert db.session.scalar(select(func.count()).select_from(Member)) == 5
    let_go()


def test_a_restored_house_goes_on(command, kept):
    let_go()
    assert command("restore", "--replace", str(kept)).returncode == 0
    assert command("upgrade").returncode == 0
    with transaction():
        db.session.add(Company(name="Came later"))
    assert "Came later" in names()
    let_go()


def test_a_house_that_stands_is_not_replaced_unasked(command, kept):
    done = command("restore", str(kept))
    assert (done.returncode, "--replace" in done.stderr) == (1, True)


@pytest.mark.parametrize("place", [0.02, 0.5, 0.99])
def test_one_flipped_byte_is_noticed(command, kept, place):
    data = bytearray(kept.read_bytes())
    data[int(len(data) * place)] ^= 1
    kept.write_bytes(data)
    done = command("verify-backup", str(kept))
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)


def test_a_backup_that_was_cut_short_is_noticed_and_restores_nothing(command, kept):
    kept.write_bytes(kept.read_bytes()[:-100])
    assert command("verify-backup", str(kept)).returncode == 1
    before = names()
    let_go()
    assert command("restore", "--replace", str(kept)).returncode == 1
    assert names() == before
    let_go()


def test_a_whole_backup_is_called_whole(command, kept):
    done = command("verify-backup", str(kept))
    assert (done.returncode, "is whole" in done.stdout) == (0, True)


def test_without_its_keys_it_stays_shut(command, kept, settings):
    names_in_it = [b"Fernhill", b"ada@grove.example", b"SQLite format", b"PGDMP"]
    assert [name for name in names_in_it if name in kept.read_bytes()] == []
    path = settings.keys_file
    shutil.move(path, path.with_suffix(".away"))
    Keyring.new(path)
    done = command("verify-backup", str(kept))
    shutil.move(path.with_suffix(".away"), path)
    assert (done.returncode, "does not open" in done.stderr) == (1, True)


def test_something_else_is_no_backup(command, tmp_path):
    other = tmp_path / "other"
    other.write_bytes(b"something else")
    done = command("verify-backup", str(other))
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
