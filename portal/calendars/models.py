"""Tables: calendar_link."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.booking.models import Room
from portal.calendars.rules import FeedKind
from portal.db.base import Model
from portal.db.types import UTCDateTime, new_public_id
from portal.members.models import Member


class CalendarLink(Model):
    """A secret address of one feed, for one calendar program of one member; revocable alone."""

    __tablename__ = "calendar_link"
    __table_args__ = (
        CheckConstraint("feed IN ('mine', 'room')", name="feed"),
        CheckConstraint("(feed = 'room') = (room_id IS NOT NULL)", name="room"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    """SHA-256 of the token in the address; the token itself is shown once and kept nowhere."""
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    feed: Mapped[str] = mapped_column(String(10))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"), index=True)
    label: Mapped[str] = mapped_column(String(40))
    """Whose it is, in the member's words: "iPhone", "Google"."""
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    fetched_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    fetched_by: Mapped[str] = mapped_column(String(40), default="")
    """The program that came, by its usual name."""
    fetch_count: Mapped[int] = mapped_column(default=0)
    """In how many minutes it was fetched."""

    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True)
    room: Mapped[Room | None] = relationship(lazy="joined")

    @property
    def kind(self) -> FeedKind:
        """Which feed it opens."""
        return FeedKind(self.feed)

    @property
    def is_live(self) -> bool:
        """Whether the address still answers with a calendar."""
        return self.revoked_at is None and not self.member.has_left
