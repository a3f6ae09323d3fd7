"""Tables: ticket, message, ticket_change, ticket_number."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.booking.models import Room
from portal.db.base import Model
from portal.db.types import UTCDateTime, new_public_id
from portal.helpdesk.rules import CLOSED, LONGEST_ACTION, LONGEST_SUBJECT, Change, Channel, Kind, Status
from portal.members.models import Member


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """The column holds one of these words, or nothing where it may be empty."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class TicketNumber(Model):
    """The last number that was given out: one row, locked by whoever takes the next."""

    __tablename__ = "ticket_number"

    id: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Message(Model):
    """What somebody said about a request: to the other side, or among the desk."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_ticket_id_id", "ticket_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    is_internal: Mapped[bool] = mapped_column(default=False)
    """Read by the desk alone."""
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)

    author: Mapped[Member] = relationship(lazy="joined", innerjoin=True)


class TicketChange(Model):
    """A step of a request, with who took it and when."""

    __tablename__ = "ticket_change"
    __table_args__ = (one_of("what", Change), Index("ix_ticket_change_ticket_id_id", "ticket_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    what: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20))
    """Where the request stood after it."""
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)

    by: Mapped[Member] = relationship(lazy="joined", innerjoin=True)


class Ticket(Model):
    """Something a member asked of the house; people say its number: R-1042."""

    __tablename__ = "ticket"
    __table_args__ = (
        one_of("kind", Kind),
        one_of("channel", Channel),
        one_of("status", Status),
        CheckConstraint("number > 0", name="number"),
        Index("ix_ticket_status_received_at", "status", "received_at"),
        Index("ix_ticket_member_id_received_at", "member_id", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    subject: Mapped[str] = mapped_column(String(LONGEST_SUBJECT))
    kind: Mapped[str | None] = mapped_column(String(20))
    """Nothing until staff say what it is."""
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"), index=True)
    channel: Mapped[str] = mapped_column(String(20), default=Channel.PORTAL)
    status: Mapped[str] = mapped_column(String(20), default=Status.RECEIVED)
    shepherd_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    """Who sees it through, whoever does the work."""
    next_action: Mapped[str] = mapped_column(String(LONGEST_ACTION), default="")
    """What happens next, as the member may read it."""
    next_action_on: Mapped[date | None]
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    """When it was said; clocks run from here."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    """When it was written down."""
    waiting_since: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    """Since when the member waits for a word from us; nothing while we wait for theirs."""
    first_response_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """The first message by a person; an automatic one does not count."""
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True, foreign_keys=member_id)
    shepherd: Mapped[Member | None] = relationship(lazy="joined", foreign_keys=shepherd_id)
    room: Mapped[Room | None] = relationship()

    @property
    def reference(self) -> str:
        """Its number as people say it."""
        return f"R-{self.number}"

    @property
    def stands(self) -> Status:
        """The status as a word of the rules."""
        return Status(self.status)

    @property
    def is_closed(self) -> bool:
        """Whether nothing more happens unless somebody opens it again."""
        return self.stands in CLOSED
