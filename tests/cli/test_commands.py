"""Commands as an operator types them: help with an example, one sentence when something is wrong."""

import re

import pytest
from click.testing import CliRunner

from portal.cli import COMMANDS, portal
from tests.support.commands import environment, nobodys
from tests.support.commands import portal as run


def all_commands():
    runner_names = [[name] for name in COMMANDS]
    return [
        *runner_names,
        *(["import", each] for each in ("members", "rooms", "bookings")),
        ["audit", "list"],
        ["keys", "rotate"],
    ]


@pytest.mark.static
@pytest.mark.parametrize("words", all_commands(), ids=" ".join)
def test_every_command_explains_itself_with_an_example(words):
    told = CliRunner().invoke(portal, [*words, "--help"])
    assert told.exit_code == 0
    assert re.search(r"Example: .*portal ", told.output)


@pytest.mark.slow
def test_all_wrong_settings_are_named_at_once(tmp_path):
    env = {**nobodys(), "PORTAL_BASE_URL": "nonsense", "PORTAL_COLOUR": "green"}
    done = run("upgrade", env=env, cwd=tmp_path)
    assert done.returncode == 1
    for name in ("PORTAL_COLOUR", "PORTAL_BASE_URL", "PORTAL_SECRET_KEY", "PORTAL_MAIL_URL"):
        assert name in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_known_secret_is_refused(settings, tmp_path):
    done = run("upgrade", env={**environment(settings), "PORTAL_SECRET_KEY": "changeme"}, cwd=tmp_path)
    assert (done.returncode, "PORTAL_SECRET_KEY" in done.stderr, "Traceback" in done.stderr) == (1, True, False)


@pytest.mark.slow
@pytest.mark.postgresql
def test_a_database_that_is_away_is_one_sentence(settings, tmp_path):
    env = {**environment(settings), "PORTAL_DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:1/nothing"}
    done = run("upgrade", env=env, cwd=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.slow
def test_a_database_of_an_older_release_is_not_worked_on(settings, empty_db_url, tmp_path):
    env = {**environment(settings), "PORTAL_DATABASE_URL": empty_db_url}
    done = run("audit", "list", env=env, cwd=tmp_path)
    assert (done.returncode, "portal upgrade" in done.stderr) == (1, True)


@pytest.mark.slow
def test_a_house_is_founded_once(settings, empty_db_url, tmp_path):
    env = {**environment(settings), "PORTAL_DATABASE_URL": empty_db_url, "PORTAL_DATA_DIR": str(tmp_path / "data")}
    owner = ("--place", "at Mill Lane", "--owner-name", "Max Adeyemi", "--owner-email", "max@grove.example", "--password-stdin")
    assert run("upgrade", env=env, cwd=tmp_path).returncode == 0
    assert run("upgrade", env=env, cwd=tmp_path).returncode == 0
    short = run("init", *owner, env=env, cwd=tmp_path, typed="short\n")
    assert (short.returncode, "characters" in short.stderr) == (1, True)
    assert run("init", *owner, env=env, cwd=tmp_path, typed="four walls and a kettle\n").returncode == 0
    again = run("init", *owner, env=env, cwd=tmp_path, typed="four walls and a kettle\n")
    assert (again.returncode, "stands already" in again.stderr) == (1, True)


@pytest.mark.slow
def test_check_says_what_is_to_be_done_and_fails(app, settings, tmp_path):
    env = environment(settings)
    assert run("check", env=env, cwd=tmp_path).returncode == 0
    done = run("check", "--deploy", env={**env, "PORTAL_MAIL_URL": "smtp://127.0.0.1:1"}, cwd=tmp_path)
    assert done.returncode == 1
    assert "TO DO  The mail server does not let us in" in done.stdout
    assert "ok    PORTAL_BASE_URL begins with https://." in done.stdout


@pytest.mark.slow
def test_a_taken_port_is_one_sentence(settings, mailbox, tmp_path):
    done = run("serve", "--bind", f"127.0.0.1:{mailbox.port}", env=environment(settings), cwd=tmp_path)
    assert (done.returncode, "Choose another port" in done.stderr, "Traceback" in done.stderr) == (1, True, False)
