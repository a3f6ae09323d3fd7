"""The audit log: who did what."""

from datetime import datetime

from portal.db.base import db
from portal.members.models import AuditEntry, Member


def note(deed: str, *, about: str, by: Member | None, at: datetime, detail: str = "") -> None:
    """Note a deed inside the transaction that does it; no personal words, no secrets."""
    db.session.add(AuditEntry(deed=deed, about=about, by_id=by.id if by else None, noted_at=at, detail=detail))
