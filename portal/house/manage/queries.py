"""Who changed something last."""

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.db.base import db
from portal.house.manage.rules import Overtaken, differing
from portal.members.models import AuditEntry, Member


def expect(about: str, now: Any, typed: Any, *, is_seen: bool, zone: ZoneInfo) -> None:  # noqa: ANN401 - any dataclass
    """Raise Overtaken unless the edition that the form showed is the present one; says who changed it and what."""
    if is_seen:
        return
    last = select(Member.name, AuditEntry.noted_at).join(Member, Member.id == AuditEntry.by_id)
    found = db.session.execute(last.where(AuditEntry.about == about).order_by(AuditEntry.id.desc()).limit(1)).first()
    who, when = (found.name, found.noted_at.astimezone(zone)) if found else ("", None)
    raise Overtaken(differing(now, typed), who=who, when=when)
