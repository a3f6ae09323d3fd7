"""From an empty database to head and back, with Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine

from portal.db.engine import engine_options, prepare

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def _config(database_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", database_url.replace("%", "%%"))
    return config


def make_engine(database_url: str) -> Engine:
    """An engine outside of Flask, prepared the same way."""
    engine = create_engine(database_url, **engine_options(database_url))
    prepare(engine)
    return engine


def upgrade(database_url: str, revision: str = "head") -> None:
    """Bring the database to `revision`."""
    command.upgrade(_config(database_url), revision)


def downgrade(database_url: str, revision: str) -> None:
    """Take the database back to `revision`."""
    command.downgrade(_config(database_url), revision)


def is_current(engine: Engine) -> bool:
    """Whether the database is at head."""
    heads = set(ScriptDirectory(str(MIGRATIONS)).get_heads())
    with engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == heads
