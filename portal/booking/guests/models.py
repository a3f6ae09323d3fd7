"""Table: booking_guest."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.booking.guests.rules import Guest
from portal.db.base import Model

NEVER = -1


class BookingGuest(Model):
    """Somebody from outside whom a booking invites; `told` is the edition of the invitation that they have."""

    __tablename__ = "booking_guest"
    __table_args__ = (UniqueConstraint("booking_id", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120), default="")
    address: Mapped[str] = mapped_column(String(254))
    answer: Mapped[str] = mapped_column(String(10), default="")
    """What they said, once they have."""
    told: Mapped[int] = mapped_column(default=NEVER)
    """The sequence of the last invitation that went to them."""

    @property
    def as_typed(self) -> Guest:
        """As a form has it."""
        return Guest(self.address, self.name)
