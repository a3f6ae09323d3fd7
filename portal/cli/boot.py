"""The portal for a command: settings read, app made, context open."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask

import config
from portal.app import create_app
from portal.db.base import db
from portal.db.migrate import is_current
from portal.outbox import queue


@contextmanager
def portal_open(*, migrated: bool = True) -> Iterator[Flask]:
    """The app with its context open; refuses to work on a database that is not at the newest revision."""
    app = create_app(config.load())
    with app.app_context():
        try:
            if migrated and not is_current(db.engine):
                raise click.ClickException("The database is not ready for this release: run `portal upgrade` first.")
            yield app
        finally:
            db.session.remove()
            queue.close(app)
            db.engine.dispose()
