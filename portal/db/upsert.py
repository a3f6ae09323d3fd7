"""INSERT … ON CONFLICT, which both engines have and SQLAlchemy keeps in each one's own module."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from portal.db.base import Model, db

Upsert = postgresql.Insert | sqlite.Insert


def upsert(table: type[Model]) -> Any:  # noqa: ANN401 - the two Inserts share no base that knows on_conflict_do_update
    """An INSERT with `.on_conflict_do_update` and `.on_conflict_do_nothing`, on whichever engine this is."""
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    return insert(table)
