"""The unit of work: `with transaction():` around everything an action writes, and the journal that a reader may keep."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import has_request_context, request
from sqlalchemy import Insert, Update, event
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import ORMExecuteState, Session

from portal.db.base import db
from portal.db.constraints import refusal
from portal.db.engine import BUSY_FOR_MS, writing
from portal.kernel.errors import Conflict, Unavailable

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
JOURNAL_TABLES = frozenset({"note_reading", "calendar_link", "web_session"})

# One writer per process: SQLite's own waiting is a sleep and a retry, which makes a long tail under load.
_writer = threading.Lock()
_state = threading.local()


class WrittenOutside(RuntimeError):
    """Something was about to be written outside of a transaction: a programming error, never a visitor's."""


@contextmanager
def transaction() -> Iterator[None]:
    """Everything inside is written together or not at all.

    What was read before is read again inside, behind the lock, so decisions are made on the present state.
    A refusal by a named constraint is raised as its PortalError. Refuses to open while answering a GET or HEAD,
    and inside another transaction. Raises Unavailable when the database cannot take the write now.
    """
    if has_request_context() and request.method in READING_METHODS:
        raise WrittenOutside(request.method)
    if getattr(_state, "open", False):
        raise WrittenOutside("a transaction inside a transaction")
    with _writer_lock():
        db.session.rollback()
        _state.open, _state.after, writing.now = True, [], True
        try:
            with _said_plainly():
                yield
                db.session.flush()
                db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
        finally:
            _state.open, writing.now = False, False
    for run in _state.after:
        run()


@contextmanager
def _writer_lock() -> Iterator[None]:
    if db.engine.dialect.name != "sqlite":
        yield
        return
    if not _writer.acquire(timeout=BUSY_FOR_MS / 1000):
        raise Unavailable
    try:
        yield
    finally:
        _writer.release()


@contextmanager
def _said_plainly() -> Iterator[None]:
    """Raise what the database refuses as an error that people can read."""
    try:
        yield
    except IntegrityError as violation:
        error = refusal(violation)
        if error is None:
            raise
        raise error from violation
    except OperationalError as trouble:
        raise _trouble(trouble) from trouble


def _trouble(error: OperationalError) -> Exception:
    """A deadlock is a conflict one may try again; everything else means that the database is not there for us now."""
    if "deadlock detected" in str(error.orig):
        return Conflict()
    return Unavailable()


def after_commit(run: Callable[[], None]) -> None:
    """Run this once the open transaction is safely written; for waking the worker, never for anything that matters."""
    _state.after.append(run)


def journal(entry: Insert | Update) -> None:
    """Note something a reader leaves behind, on a connection of its own: also while a page is only being read.

    Only the journal's own tables can be written here: who read a note, when a calendar link was fetched, when a session was used.
    """
    table = entry.table.description
    if table not in JOURNAL_TABLES:
        raise WrittenOutside(table)
    with _writer_lock(), _said_plainly():
        was, writing.now = getattr(writing, "now", False), True
        try:
            with db.engine.begin() as connection:
                connection.execute(entry)
        finally:
            writing.now = was


@event.listens_for(Session, "before_flush")
def _only_in_a_transaction(session: Session, _context: object, _instances: object) -> None:
    if (session.new or session.dirty or session.deleted) and not getattr(_state, "open", False):
        raise WrittenOutside("flush")


@event.listens_for(Session, "do_orm_execute")
def _written_only_in_a_transaction(state: ORMExecuteState) -> None:
    if (state.is_insert or state.is_update or state.is_delete) and not getattr(_state, "open", False):
        raise WrittenOutside("execute")
