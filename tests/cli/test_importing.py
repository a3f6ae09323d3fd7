"""What is taken over from other systems, and what a dry run leaves alone."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.booking.models import Room
from portal.db.base import db
from portal.members.models import Member
from tests.support.commands import environment
from tests.support.commands import portal as run

pytestmark = pytest.mark.slow

ROOMS = "name,capacity\nAlder,10\nBirch,many\n"
MEMBERS = "name,email\nMaya Lindholm,maya@fernhill.example\nNobody,\n"


def count(table):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table))


@pytest.fixture
def take(app, cast, settings, tmp_path):
    def take(what, text, *words):
        file = tmp_path / f"{what}.csv"
        file.write_text(text, "utf-8")
        return run("import", what, str(file), *words, env=environment(settings), cwd=tmp_path)

    return take


def test_rooms_are_taken_and_bad_lines_listed(take):
    done = take("rooms", ROOMS)
    assert done.returncode == 0, done.stderr
    assert "1 added" in done.stdout
    assert "line 3:" in done.stdout
    assert count(Room) == 1
    assert "1 as they were" in take("rooms", ROOMS).stdout


@pytest.mark.parametrize(("what", "text", "table"), [("rooms", ROOMS, Room), ("members", MEMBERS, Member)])
def test_a_dry_run_writes_nothing(take, what, text, table):
    before = count(table)
    done = take(what, text, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert count(table) == before


def test_members_are_taken_once(take):
    before = count(Member)
    assert take("members", MEMBERS).returncode == 0
    assert take("members", MEMBERS).returncode == 0
    assert count(Member) == before + 1


def test_a_file_that_is_not_there_is_one_sentence(app, settings, tmp_path):
    done = run("import", "rooms", str(Path("missing.csv")), env=environment(settings), cwd=tmp_path)
    assert (done.returncode, "missing.csv" in done.stderr) == (2, True)


def test_an_unknown_location_is_named(take):
    done = take("rooms", ROOMS, "--location", "elsewhere")
    assert done.returncode == 1
    assert "There is no location elsewhere; there is mill-lane." in done.stderr


def test_a_file_that_is_no_calendar_is_one_sentence(take):
    done = take("bookings", "not a calendar")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
