"""INSERT … ON CONFLICT, which both engines have and SQLAlchemy keeps in each one's own module."""

from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from portal.db.base import Model, db


def upsert(model: type[Model]) -> Any:  # noqa: ANN401 - the two Inserts share no base that knows on_conflict_do_update
    """An INSERT with `.on_conflict_do_update` and `.on_conflict_do_nothing`, on whichever engine this is.

    Into the plain table: what it writes does not become an object of the session.
    """
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    return insert(cast("Table", model.__table__))
