"""One at a time, by name: for what no row can be locked for."""

import hashlib

from sqlalchemy import func, select

from portal.db.base import db

_BYTES = 8


def one_at_a_time(*names: bytes) -> None:
    """Hold these names until the open transaction ends; SQLite's one writer holds everything already.

    They are taken in a fixed order, so two who want the same ones never wait for each other.
    """
    if db.engine.dialect.name != "postgresql":
        return
    for name in sorted(names):
        number = int.from_bytes(hashlib.sha256(name).digest()[:_BYTES], "big", signed=True)
        db.session.execute(select(func.pg_advisory_xact_lock(number)))
