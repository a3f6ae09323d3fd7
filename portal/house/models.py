"""Tables: location, opening, closure."""

from datetime import date, time
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Model


class Opening(Model):
    """One stretch in which a location is open, every week; a day without one is closed."""

    __tablename__ = "opening"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("opens < closes", name="order"),
        UniqueConstraint("location_id", "weekday", "opens"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"))
    weekday: Mapped[int]
    """Monday is 0."""
    opens: Mapped[time]
    closes: Mapped[time]


class Closure(Model):
    """A day on which a location stays closed, with the reason people read."""

    __tablename__ = "closure"
    __table_args__ = (UniqueConstraint("location_id", "closed_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"))
    closed_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(120))


class Location(Model):
    """A house with its own address, time zone and hours. One operator, many locations."""

    __tablename__ = "location"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    """The operator's name: "Grove"."""
    place: Mapped[str] = mapped_column(String(80))
    """Where, as it follows the name: "at Mill Lane"."""
    address: Mapped[str] = mapped_column(String(200))
    zone_name: Mapped[str] = mapped_column(String(60))
    """IANA name."""
    phone: Mapped[str] = mapped_column(String(40), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    """Whose public holidays are proposed: an ISO code, empty until somebody chose."""
    subdivision: Mapped[str] = mapped_column(String(10), default="")
    """Which part of that country, where its parts have holidays of their own."""
    edition: Mapped[int] = mapped_column(default=0)
    """Rises on every change, so that the second of two editors is told."""

    openings: Mapped[list[Opening]] = relationship(lazy="selectin", order_by=Opening.opens, cascade="all, delete-orphan")
    closures: Mapped[list[Closure]] = relationship(lazy="selectin", order_by=Closure.closed_on, cascade="all, delete-orphan")

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the house's clocks go."""
        return ZoneInfo(self.zone_name)

    @property
    def full_name(self) -> str:
        """Grove at Mill Lane."""
        return f"{self.name} {self.place}"
