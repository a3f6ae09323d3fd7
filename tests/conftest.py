"""What every test may ask for: `visit`, `cast`, `at`, `mailbox`, `app`; and on which engine it runs."""

import contextvars
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient

import config
from portal.app import create_app
from portal.db.base import db
from portal.db.crypto import Keyring
from portal.outbox import queue
from tests.support.databases import Databases, databases, postgres_for_the_run
from tests.support.pages import Visitor
from tests.support.postgres import PostgresMissing
from tests.support.smtp import Mailbox
from tests.support.stillness import StillClock

pytest_plugins = ["tests.support.browser"]

ENGINES = ("sqlite", "postgresql")
BASE_URL = "https://grove.example"
SECRET_KEY = "a key for the tests, long enough to be taken for a real one"
CANNOT_START = 4

run_stack = pytest.StashKey[ExitStack]()

# A slow machine is no failing test; and a fixture made once for all examples is what we mean.
hypothesis.settings.register_profile(
    "grove",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture],
)
hypothesis.settings.load_profile("grove")


# --- The run ----------------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add our two options."""
    group = parser.getgroup("grove")
    group.addoption("--engine", choices=ENGINES, default="sqlite", help="the database under the tests")
    group.addoption("--prove", action="store_true", help="promises in their full figures: minutes instead of seconds")


def pytest_report_header(config: pytest.Config) -> str:
    """Say which database is under the tests."""
    return f"engine: {config.getoption('engine')}"


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start PostgreSQL once, before the workers start that share it."""
    stack = session.config.stash[run_stack] = ExitStack()
    if hasattr(session.config, "workerinput") or session.config.getoption("engine") != "postgresql":
        return
    try:
        stack.enter_context(postgres_for_the_run())
    except PostgresMissing as missing:
        pytest.exit(str(missing), returncode=CANNOT_START)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop PostgreSQL, whatever happened."""
    if run_stack in config.stash:
        config.stash[run_stack].close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the other engine, and files that were looked at under the first one."""
    engine = config.getoption("engine")
    unwanted = {"sqlite", "static"} if engine == "postgresql" else {"postgresql"}
    out = [item for item in items if any(item.get_closest_marker(name) for name in unwanted)]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in out]


# --- The ground -------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def engine_name(pytestconfig: pytest.Config) -> str:
    """Sqlite or postgresql."""
    return str(pytestconfig.getoption("engine"))


@pytest.fixture
def proving(pytestconfig: pytest.Config) -> bool:
    """Whether a promise is to be shown in its full figure; else a small one does."""
    return bool(pytestconfig.getoption("prove"))


@pytest.fixture(scope="session")
def _databases(engine_name: str, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "one")
    return databases(engine_name, tmp_path_factory.mktemp("databases"), worker)


@pytest.fixture
def db_url(_databases: Databases, tmp_path: Path) -> str:
    """The address of a fresh, migrated database."""
    return _databases.fresh(tmp_path)


@pytest.fixture
def empty_db_url(_databases: Databases, tmp_path: Path) -> str:
    """The address of a database without tables, for migrations."""
    return _databases.empty(tmp_path)


@pytest.fixture(autouse=True)
def at() -> Iterator[StillClock]:
    """The clock, standing at Tuesday 10 March 2026, 09:00 in London, until the test moves it."""
    with ExitStack() as stack:
        yield StillClock(stack)


@pytest.fixture(scope="session")
def _mail_server() -> Iterator[Mailbox]:
    mailbox = Mailbox().start()
    yield mailbox
    mailbox.close()


@pytest.fixture
def mailbox(_mail_server: Mailbox) -> Mailbox:
    """A real mail server, empty and well behaved."""
    _mail_server.clear()
    return _mail_server


# --- The portal -------------------------------------------------------------------------------------


@pytest.fixture
def settings(db_url: str, tmp_path: Path, mailbox: Mailbox) -> config.Settings:
    """The settings of the portal under test, as in production: https, real mail, no demo."""
    Keyring.new(tmp_path / "var" / "keys.json")
    return config.Settings(
        secret_key=SECRET_KEY, base_url=BASE_URL, mail_url=mailbox.url, database_url=db_url, data_dir=tmp_path / "var"
    )


class Client(FlaskClient):
    """Each request starts from nothing, as it does in a server; else it would share the test's session and visitor."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Send it, then let the test's own session see what has changed."""
        response = contextvars.Context().run(super().open, *args, **kwargs)
        if has_app_context():
            db.session.rollback()
        return response


@pytest.fixture
def app(settings: config.Settings) -> Iterator[Flask]:
    """The portal, with its context open: a test may call actions and queries itself."""
    app = create_app(settings)
    app.testing = True
    app.test_client_class = Client
    with app.app_context():
        yield app
        db.session.remove()
        queue.close(app)
        db.engine.dispose()


@pytest.fixture
def visit(app: Flask) -> Visitor:
    """A visitor who checks every page; `visit.as_(cast.ada)` is signed in."""
    return Visitor(app)


@pytest.fixture
def cast(app: Flask) -> Any:
    """The people of tests/cast.py."""
    from tests.cast import assemble  # noqa: PLC0415 - only tests that need people wait for the models

    return assemble()
