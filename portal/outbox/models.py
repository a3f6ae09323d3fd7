"""Table: letter."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Model
from portal.db.types import UTCDateTime, new_public_id
from portal.outbox.rules import State


class Letter(Model):
    """A mail to one address, written in the transaction that caused it and delivered later, at least once."""

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_waiting", "due_at", "id"), Index("ix_letter_thread_id", "thread", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    """What makes it the same letter: "booking:Xk3…:1:ada". Posting it twice posts it once."""
    thread: Mapped[str] = mapped_column(String(80))
    """Letters of one thread leave in the order they were written: a cancellation never overtakes its invitation."""
    message_id: Mapped[str] = mapped_column(String(160))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    to_address: Mapped[str] = mapped_column(String(254))
    to_name: Mapped[str] = mapped_column(String(120), default="")
    from_name: Mapped[str] = mapped_column(String(120))
    reply_to: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text, default="")
    calendar: Mapped[bytes | None] = mapped_column(LargeBinary)
    calendar_method: Mapped[str] = mapped_column(String(10), default="")
    in_reply_to: Mapped[str] = mapped_column(String(160), default="")
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When to try next; nothing once it is sent, given up or kept."""
    claimed_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    failed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    last_trouble: Mapped[str] = mapped_column(String(300), default="")

    @property
    def state(self) -> State:
        """Where the letter is."""
        if self.due_at is not None:
            return State.WAITING
        if self.sent_at is not None:
            return State.SENT
        return State.FAILED if self.failed_at is not None else State.KEPT
