"""Table: waiting."""

from datetime import datetime, timedelta

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.booking.models import Booking, Room
from portal.booking.rules import Ask, Privacy
from portal.booking.waitlist.rules import Stage, Wish, WishKind
from portal.db.base import Model
from portal.db.types import UTCDateTime, new_public_id
from portal.kernel.slots import Slot
from portal.members.models import Member


def _one_of(column: str, words: type[Stage | WishKind | Privacy]) -> CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Waiting(Model):
    """Somebody would like a room in a window of time, and waits for it to open; in line by `made_at`, then `id`."""

    __tablename__ = "waiting"
    __table_args__ = (
        CheckConstraint("earliest_at < latest_at", name="order"),
        CheckConstraint("people >= 1", name="people"),
        CheckConstraint("minutes >= 1", name="minutes"),
        CheckConstraint("status <> 'offered' OR booking_id IS NOT NULL", name="offer"),
        _one_of("kind", WishKind),
        _one_of("status", Stage),
        _one_of("privacy", Privacy),
        Index("ix_waiting_status_latest_at", "status", "latest_at"),
        Index("ix_waiting_member_id_status", "member_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), index=True)
    any_room: Mapped[bool] = mapped_column(default=False)
    kind: Mapped[str] = mapped_column(String(10), default=WishKind.HOLD)
    earliest_at: Mapped[datetime] = mapped_column(UTCDateTime)
    latest_at: Mapped[datetime] = mapped_column(UTCDateTime)
    minutes: Mapped[int]
    closes_at: Mapped[datetime] = mapped_column(UTCDateTime)
    """From then on it cannot be met any more."""
    people: Mapped[int] = mapped_column(default=1)
    amenities: Mapped[list[str]] = mapped_column(JSON, default=list)
    """What another room must have."""
    step_free: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(String(120), default="")
    privacy: Mapped[str] = mapped_column(String(10), default=Privacy.BUSY)
    needs: Mapped[str] = mapped_column(String(600), default="")
    status: Mapped[str] = mapped_column(String(10), default=Stage.WAITING)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"), index=True)
    """What is held for them, or was."""
    reason: Mapped[str] = mapped_column(String(300), default="")
    """Why staff offered it to them out of turn."""

    room: Mapped[Room] = relationship(lazy="joined", innerjoin=True)
    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True)
    booking: Mapped[Booking | None] = relationship(lazy="joined")

    @property
    def wish(self) -> Wish:
        """As rules see it."""
        ask = Ask(
            room=self.room.slug,
            slot=self.window,
            title=self.title,
            people=self.people,
            privacy=Privacy(self.privacy),
            amenities=frozenset(self.amenities),
            step_free=self.step_free,
            needs=self.needs,
        )
        lasts = timedelta(minutes=self.minutes)
        return Wish(ask=ask, lasts=lasts, kind=WishKind(self.kind), any_room=self.any_room)

    @property
    def window(self) -> Slot:
        """From when until when."""
        return Slot(self.earliest_at, self.latest_at)

    @property
    def is_exact(self) -> bool:
        """Whether only this very time will do."""
        return self.window.lasts == timedelta(minutes=self.minutes)
