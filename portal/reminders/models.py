"""Tables: touch, touch_change."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Model
from portal.db.types import UTCDateTime, new_public_id
from portal.members.models import Member
from portal.reminders.rules import LONGEST_REASON, Kind, Reason, Status


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """The column holds one of these words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Touch(Model):
    """Something human to do for a member; stays until somebody acts."""

    __tablename__ = "touch"
    __table_args__ = (
        one_of("kind", Kind),
        one_of("reason", Reason),
        one_of("status", Status),
        CheckConstraint("status <> 'skipped' OR skipped_because <> ''", name="skipped_because"),
        CheckConstraint("status <> 'snoozed' OR snoozed_until IS NOT NULL", name="snoozed_until"),
        Index("ix_touch_status_best_by", "status", "best_by"),
        Index("ix_touch_member_id_suggested_at", "member_id", "suggested_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    key: Mapped[str] = mapped_column(String(80), unique=True)
    """Person, reason and occasion: "Xk3…:birthday:2026". The same is never suggested twice."""
    kind: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(20))
    occasion_on: Mapped[date]
    """The day of what happened."""
    fact: Mapped[str] = mapped_column(String(120), default="")
    """What shows it: the room of the first booking, the number of years."""
    best_by: Mapped[date]
    status: Mapped[str] = mapped_column(String(20), default=Status.SUGGESTED)
    suggested_at: Mapped[datetime] = mapped_column(UTCDateTime)
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    claimed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    snoozed_until: Mapped[date | None]
    skipped_because: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When it was delivered or skipped."""

    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True, foreign_keys=member_id)
    claimed_by: Mapped[Member | None] = relationship(lazy="joined", foreign_keys=claimed_by_id)
    settled_by: Mapped[Member | None] = relationship(lazy="joined", foreign_keys=settled_by_id)

    @property
    def stands(self) -> Status:
        """The status as a word of the rules."""
        return Status(self.status)


class TouchChange(Model):
    """A step of a touch: who took it, when; nobody for what the portal suggested."""

    __tablename__ = "touch_change"
    __table_args__ = (one_of("status", Status), Index("ix_touch_change_touch_id_id", "touch_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    touch_id: Mapped[int] = mapped_column(ForeignKey("touch.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    status: Mapped[str] = mapped_column(String(20))
    """Where it stood after the step."""
    detail: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    """Until when it was put off, why it was skipped, to whom it was handed."""
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)

    by: Mapped[Member | None] = relationship(lazy="joined")
