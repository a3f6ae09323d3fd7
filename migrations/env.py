"""Runs migrations on the engine that portal.db prepares; a revision is applied whole or not at all."""

from alembic import context

import portal.tables  # noqa: F401 - every table is known after this
from portal.db.base import Base
from portal.db.migrate import make_engine


def run() -> None:
    """Connect, begin, migrate."""
    url = context.config.get_main_option("sqlalchemy.url") or ""
    engine = make_engine(url)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
