"""The audit log: who did what. Rows are never changed; a worker chains them, so a row that was changed or lost shows."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from portal.db.base import db
from portal.db.locks import one_at_a_time
from portal.db.unit import transaction
from portal.members.models import AuditEntry, Member

# Numbers are given when a row is written, not when it is committed: a row younger than this may still be overtaken.
SETTLES = timedelta(minutes=2)
BATCH = 500
BEGINNING = bytes(32)


@dataclass(frozen=True)
class Verdict:
    """What came out of looking the log over: `broken_at` is the number of the first entry that does not fit."""

    sealed: int
    waiting: int
    last_seal: str
    broken_at: int | None = None


def note(deed: str, *, about: str, by: Member | None, at: datetime, detail: str = "") -> None:
    """Note a deed inside the transaction that does it; no personal words, no secrets."""
    db.session.add(AuditEntry(deed=deed, about=about, by_id=by.id if by else None, noted_at=at, detail=detail))


def seal(at: datetime) -> int:
    """Chain what has been noted since the last time, in order; how many entries that was."""
    sealed = 0
    while batch := _seal_batch(at):
        sealed += batch
    return sealed


def _seal_batch(at: datetime) -> int:
    with transaction():
        one_at_a_time(b"audit.seal")
        waiting = select(AuditEntry).where(AuditEntry.seal.is_(None)).order_by(AuditEntry.id)
        last = select(AuditEntry.seal).where(AuditEntry.seal.is_not(None)).order_by(AuditEntry.id.desc()).limit(1)
        before = db.session.scalar(last) or BEGINNING
        done = 0
        for entry in db.session.scalars(waiting.limit(BATCH)):
            if entry.noted_at > at - SETTLES:
                break
            entry.seal = before = _sealed(entry, before)
            done += 1
        return done


def _sealed(entry: AuditEntry, before: bytes) -> bytes:
    facts = [entry.id, entry.noted_at.isoformat(), entry.by_id, entry.deed, entry.about, entry.detail]
    return hashlib.sha256(before + json.dumps(facts, ensure_ascii=False).encode()).digest()


def verify() -> Verdict:
    """Walk the chain from its beginning. Compare `last_seal` with one noted elsewhere to see that its end is all there."""
    before, sealed, last = BEGINNING, 0, 0
    while batch := _sealed_after(last):
        for entry in batch:
            before = _sealed(entry, before)
            if entry.seal != before:
                return Verdict(sealed, _waiting(), before.hex(), broken_at=entry.id)
            sealed, last = sealed + 1, entry.id
    return Verdict(sealed, _waiting(), before.hex())


def _sealed_after(number: int) -> list[AuditEntry]:
    entries = select(AuditEntry).where(AuditEntry.seal.is_not(None), AuditEntry.id > number)
    return list(db.session.scalars(entries.order_by(AuditEntry.id).limit(BATCH)))


def _waiting() -> int:
    return db.session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.seal.is_(None))) or 0
