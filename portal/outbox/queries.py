"""Reads about letters, for staff."""

from sqlalchemy import func, select

from portal.db.base import db
from portal.kernel.errors import NotFound
from portal.outbox.models import Letter

PAGE = 50


def letters(*, before: int | None = None) -> list[Letter]:
    """The newest letters, or the newest of those before this row; one page."""
    query = select(Letter).order_by(Letter.id.desc()).limit(PAGE)
    return list(db.session.scalars(query.where(Letter.id < before) if before else query))


def failed() -> list[Letter]:
    """Letters that were given up, newest first; one page."""
    return list(db.session.scalars(select(Letter).where(Letter.failed_at.is_not(None)).order_by(Letter.id.desc()).limit(PAGE)))


def letter(public_id: str) -> Letter:
    """The letter; NotFound if there is none."""
    found = db.session.scalar(select(Letter).where(Letter.public_id == public_id))
    if found is None:
        raise NotFound
    return found


def waiting_count() -> int:
    """How many letters are still to leave."""
    return db.session.scalar(select(func.count()).where(Letter.due_at.is_not(None))) or 0
