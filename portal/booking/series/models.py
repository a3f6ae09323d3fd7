"""Table: series."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, String, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.booking.models import Booking, Room
from portal.booking.series.rules import Pattern, dates, parsed
from portal.db.base import Model, db
from portal.db.types import UTCDateTime, new_public_id
from portal.members.models import Member


class Series(Model):
    """A rule and what its dates have in common; each date is a booking, which may differ from it."""

    __tablename__ = "series"
    __table_args__ = (
        CheckConstraint("first_on <= until_on", name="order"),
        CheckConstraint("lasts_minutes >= 1", name="length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid4()))
    """Its name in invitations: all its dates have it in common."""
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    rule: Mapped[str] = mapped_column(String(120))
    """As an RRULE has it, without the end."""
    zone_name: Mapped[str] = mapped_column(String(64))
    first_on: Mapped[date]
    until_on: Mapped[date]
    """The last date of the rule."""
    starts: Mapped[time]
    """On the house's wall clock, on every date."""
    lasts_minutes: Mapped[int]
    title: Mapped[str] = mapped_column(String(120), default="")
    sequence: Mapped[int] = mapped_column(default=0)
    """Rises with every invitation that changes something, be it for one date or for all."""
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)

    member: Mapped[Member] = relationship(foreign_keys=member_id)
    room: Mapped[Room] = relationship()
    bookings: Mapped[list[Booking]] = relationship(order_by=Booking.starts_at, viewonly=True)

    @property
    def zone(self) -> ZoneInfo:
        """Whose wall clock is meant."""
        return ZoneInfo(self.zone_name)

    @property
    def lasts(self) -> timedelta:
        """How long each date is."""
        return timedelta(minutes=self.lasts_minutes)

    @property
    def pattern(self) -> Pattern:
        """The rule, with its end."""
        return parsed(self.rule).until_on(self.until_on)

    @property
    def dates(self) -> list[date]:
        """Every date of the rule, also those that are left out or cancelled."""
        return dates(self.pattern, self.first_on)

    def wall(self, day: date) -> datetime:
        """When it begins on a date of the rule, as the wall clock would show it; also where the clocks skip that time."""
        return datetime.combine(day, self.starts, self.zone)


def rise(series: Series | None) -> None:
    """The next invitation is a newer one. Counted by the database: two dates in two rooms may change at the same time."""
    if series:
        db.session.execute(update(Series).where(Series.id == series.id).values(sequence=Series.sequence + 1))
        db.session.refresh(series, ["sequence"])
