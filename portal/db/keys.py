"""The keys of this portal: found at start, proved against the database, read anew when their file changes."""

import logging
from datetime import datetime
from pathlib import Path
from typing import cast

from flask import Flask, current_app
from sqlalchemy import LargeBinary, String, inspect, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from config import Settings, SettingsError
from portal.db.base import Model, db
from portal.db.crypto import Keyring, KeyTrouble, Place, Unreadable
from portal.db.types import UTCDateTime

log = logging.getLogger(__name__)

PROVED = "these are the keys"


class KeyCheck(Model):
    """A text that only the right key opens: one row for each key that has sealed anything in this database."""

    __tablename__ = "key_check"

    key_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    proof: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)


class _File:
    """The keys file; a rotation by another process is seen at the next use."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read()

    def _read(self) -> None:
        self._version = self.path.stat().st_mtime_ns if self.path.exists() else 0
        self._ring = Keyring.load(self.path)

    def ring(self) -> Keyring:
        if self.path.stat().st_mtime_ns != self._version:
            self._read()
        return self._ring


def install(app: Flask, settings: Settings) -> None:
    """Find the keys and prove them; outside of the demo, refuse to start without them, and everywhere with wrong ones."""
    path = cast("Path", settings.keys_file)
    try:
        if settings.demo and not path.exists():
            _make(path)
        app.extensions["grove_keys"] = _File(path)
        with app.app_context():
            try:
                _prove(keyring())
            finally:
                # No connection is left for processes that fork from this one to share.
                db.engine.dispose()
    except KeyTrouble as trouble:
        raise SettingsError([f"PORTAL_KEYS_FILE: {trouble}"]) from trouble


def _make(path: Path) -> None:
    try:
        Keyring.new(path)
    except FileExistsError:
        log.info("another process has just made the keys")


def _prove(ring: Keyring) -> None:
    try:
        if not inspect(db.engine).has_table(KeyCheck.__tablename__):
            return
        with db.engine.connect() as connection:
            checks = connection.execute(select(KeyCheck.key_id, KeyCheck.proof)).all()
    except SQLAlchemyError:
        log.warning("the database is away; the keys for personal notes could not be proved")
        return
    for key_id, proof in checks:
        try:
            ring.open(proof, _place(key_id))
        except Unreadable:
            raise KeyTrouble(f"The keys are not those of this database: {key_id} is missing or another one.") from None


def keyring() -> Keyring:
    """The keys of this portal."""
    return cast("_File", current_app.extensions["grove_keys"]).ring()


def sealing(*, at: datetime) -> Keyring:
    """The keys, inside a transaction that seals something: the database will know the current one again."""
    ring = keyring()
    if db.session.get(KeyCheck, ring.current) is None:
        db.session.add(KeyCheck(key_id=ring.current, proof=ring.seal(PROVED, _place(ring.current)), made_at=at))
        db.session.flush()
    return ring


def _place(key_id: str) -> Place:
    return Place("key_check", "proof", key_id, "")
