"""The audit log can be added to, and nothing else."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from portal.db.base import db
from portal.db.unit import transaction
from portal.members import audit, jobs
from portal.members.models import AuditEntry


@pytest.fixture
def noted(app, cast, at):
    """Three deeds, two of them settled."""
    for number in range(3):
        with transaction():
            audit.note("test.done", about=f"thing:{number}", by=cast.ada, at=at.now)
        at.later(minutes=2)
    at.later(minutes=-1)
    return select(AuditEntry).where(AuditEntry.deed == "test.done").order_by(AuditEntry.id)


def raw(statement):
    """What somebody with a database shell would do."""
    with db.engine.begin() as connection:
        connection.execute(text(statement))


def test_the_worker_seals_what_has_settled_in_order(noted, at):
    jobs.seal_audit_log()
    assert [bool(entry.seal) for entry in db.session.scalars(noted)] == [True, True, False]
    at.later(minutes=2)
    jobs.seal_audit_log()
    verdict = audit.verify()
    assert (verdict.waiting, verdict.broken_at) == (0, None)
    assert verdict.sealed == 3


@pytest.mark.parametrize("change", ["UPDATE audit_entry SET about = 'thing:9'", "DELETE FROM audit_entry"])
@pytest.mark.parametrize("sealed", [True, False])
def test_the_database_refuses_to_change_or_delete_it(noted, at, change, sealed):
    if sealed:
        at.later(minutes=5)
        audit.seal(at.now)
    with pytest.raises(DatabaseError, match="append_only"):
        raw(change)


def test_a_row_changed_behind_the_databases_back_shows(noted, at, app):
    at.later(minutes=5)
    audit.seal(at.now)
    second = db.session.scalars(noted).all()[1].id
    db.session.rollback()
    on = "ON audit_entry" if db.engine.dialect.name == "postgresql" else ""
    raw(f"DROP TRIGGER {'audit_entry_append_only' if on else 'audit_entry_no_change'} {on}")
    raw(f"UPDATE audit_entry SET about = 'thing:9' WHERE id = {second}")
    assert audit.verify().broken_at == second


def test_so_does_a_lost_one(noted, at, app):
    at.later(minutes=5)
    audit.seal(at.now)
    _, second, third = (entry.id for entry in db.session.scalars(noted))
    db.session.rollback()
    on = "ON audit_entry" if db.engine.dialect.name == "postgresql" else ""
    raw(f"DROP TRIGGER {'audit_entry_append_only' if on else 'audit_entry_no_delete'} {on}")
    raw(f"DELETE FROM audit_entry WHERE id = {second}")
    assert audit.verify().broken_at == third
