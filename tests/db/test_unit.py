"""The unit of work: what is written together, and where nothing may be written."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError

from portal.db import once
from portal.db.base import db
from portal.db.once import AlreadyDone
from portal.db.unit import WrittenOutside, after_commit, journal, transaction
from portal.house.models import Location
from portal.kernel import clock
from portal.members import audit
from portal.members.models import AuditEntry, Plan, WebSession


def plans() -> list[str]:
    """The names of all plans."""
    return list(db.session.scalars(select(Plan.name).order_by(Plan.name)))


def test_what_an_action_writes_is_written_together(app: Flask) -> None:
    with transaction():
        db.session.add(Plan(name="Resident"))
        db.session.add(Plan(name="Flex"))
    assert plans() == ["Flex", "Resident"]


def test_after_a_mistake_nothing_is_written(app: Flask) -> None:
    def fall() -> None:
        with transaction():
            db.session.add(Plan(name="Resident"))
            db.session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        fall()
    assert plans() == []


def test_nothing_is_written_outside_of_a_transaction(app: Flask) -> None:
    db.session.add(Plan(name="Resident"))
    with pytest.raises(WrittenOutside):
        db.session.flush()
    db.session.rollback()


def test_a_get_cannot_open_a_transaction(app: Flask) -> None:
    with app.test_request_context("/", method="GET"), pytest.raises(WrittenOutside), transaction():
        pass
    with app.test_request_context("/", method="POST"), transaction():
        pass


def test_a_transaction_inside_another_is_refused(app: Flask) -> None:
    with transaction(), pytest.raises(WrittenOutside), transaction():
        pass


def test_what_was_read_before_is_read_again_inside(app: Flask) -> None:
    with transaction():
        db.session.add(Plan(name="Resident"))
    plan = db.session.scalars(select(Plan)).one()
    with db.engine.begin() as elsewhere:
        elsewhere.execute(update(Plan).values(name="Changed meanwhile"))
    with transaction():
        assert plan.name == "Changed meanwhile"


def test_the_worker_is_woken_only_after_the_commit(app: Flask) -> None:
    seen: list[list[str]] = []
    with transaction():
        db.session.add(Plan(name="Resident"))
        after_commit(lambda: seen.append(plans()))
        assert seen == []
    assert seen == [["Resident"]]


def test_the_journal_may_be_kept_while_a_page_is_read(app: Flask, cast: object) -> None:
    with app.test_request_context("/", method="GET"):
        member_id = db.session.scalars(text("select id from member limit 1")).one()
        now = clock.now()
        journal(
            insert(WebSession).values(public_id="x", token_hash=b"h", member_id=member_id, client="", created_at=now, seen_at=now)
        )
    db.session.rollback()  # The page's own view of the data is older than what it left behind.
    assert db.session.scalars(select(WebSession.public_id)).all() == ["x"]


def test_the_journal_writes_no_other_table(app: Flask) -> None:
    with pytest.raises(WrittenOutside):
        journal(insert(Plan).values(name="Smuggled"))


def test_a_forms_token_is_spent_once(app: Flask) -> None:
    with transaction():
        once.use("token", made="abc", at=clock.now())
    assert once.made_by("token") == "abc"
    with pytest.raises(AlreadyDone), transaction():
        once.use("token", made="def", at=clock.now())
    assert once.made_by("token") == "abc"


def test_a_naive_instant_never_reaches_the_database(app: Flask) -> None:
    with pytest.raises(Exception, match="naive"), transaction():
        db.session.add(once.Once(token="t", made="m", used_at=datetime(2026, 3, 10)))  # noqa: DTZ001 - naive is the point


@pytest.mark.parametrize("deed", ["UPDATE audit_entry SET deed = 'nothing'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_the_audit_log(app: Flask, deed: str) -> None:
    with transaction():
        audit.note("test.done", about="test:1", by=None, at=clock.now())
    with pytest.raises(DBAPIError, match="audit_entry_append_only"), db.engine.begin() as connection:
        connection.execute(text(deed))
    assert db.session.scalars(select(AuditEntry.deed)).all() == ["test.done"]


@pytest.mark.sqlite
def test_sqlite_runs_with_the_promised_pragmas(app: Flask) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    with db.engine.connect() as connection:
        assert {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted} == wanted
        version = connection.exec_driver_sql("select sqlite_version()").scalar_one()
    assert tuple(int(part) for part in version.split(".")) >= (3, 51, 3)


def test_a_foreign_key_is_kept(app: Flask) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"), db.engine.begin() as connection:
        connection.execute(text("INSERT INTO closure (location_id, closed_on, reason) VALUES (999, '2026-01-01', 'x')"))
    assert db.session.scalars(select(Location)).all() == []
