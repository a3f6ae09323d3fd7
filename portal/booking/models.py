"""Tables: part, room, room_part, room_group, room_group_room, booking, occupancy, revision."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, LargeBinary, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.booking.guests.models import BookingGuest
from portal.booking.rules import Kind, Privacy, RoomFacts, Source, Status, Taken
from portal.db.base import Model
from portal.db.constraints import explain
from portal.db.types import UTCDateTime, new_public_id
from portal.house.models import Location
from portal.kernel.slots import Slot
from portal.members.models import Company, Member

if TYPE_CHECKING:
    from portal.booking.series.models import Series


def one_of(column: str, words: type[Kind | Privacy | Source | Status]) -> CheckConstraint:
    """The column holds one of these words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Part(Model):
    """The smallest piece of space that can be taken."""

    __tablename__ = "part"

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))


room_part = Table(
    "room_part",
    Model.metadata,
    Column("room_id", ForeignKey("room.id", ondelete="CASCADE"), primary_key=True),
    Column("part_id", ForeignKey("part.id"), primary_key=True, index=True),
)


class Room(Model):
    """A place one can book: one part, or several with the wall open."""

    __tablename__ = "room"
    __table_args__ = (
        CheckConstraint("capacity BETWEEN 1 AND fire_capacity", name="capacity"),
        CheckConstraint("setup_minutes BETWEEN 0 AND 240 AND turnover_minutes BETWEEN 0 AND 240", name="minutes"),
        Index("ix_room_location_id_position", "location_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    name: Mapped[str] = mapped_column(String(80))
    capacity: Mapped[int]
    """How many it seats well: a soft limit."""
    fire_capacity: Mapped[int]
    """How many may be in it at all: nobody may go beyond."""
    amenities: Mapped[list[str]] = mapped_column(JSON, default=list)
    step_free: Mapped[bool] = mapped_column(default=False)
    setup_minutes: Mapped[int] = mapped_column(default=0)
    turnover_minutes: Mapped[int] = mapped_column(default=0)
    check_in_minutes: Mapped[int] = mapped_column(default=0)
    """How long after its start a booking is kept for somebody who has not checked in; 0 where nobody has to."""
    known_as: Mapped[str] = mapped_column(String(120), default="")
    """Its name in the system the house used before, for imports."""
    floor: Mapped[str] = mapped_column(String(40), default="")
    position: Mapped[int] = mapped_column(default=0)
    """Where it stands in lists."""
    photo: Mapped[str] = mapped_column(String(64), default="")
    """The name of its picture in the data folder, made from what is in it; empty without one."""
    edition: Mapped[int] = mapped_column(default=0)
    """Rises on every change, so that the second of two editors is told."""
    retired_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """Since when nobody can book it any more; what was booked in it is kept."""
    needs_approval: Mapped[bool] = mapped_column(default=False)
    """Whether staff say yes to each booking of it."""
    approval_hours: Mapped[int] = mapped_column(default=4)
    """How many hours before it begins a booking lapses to which they have not."""

    location: Mapped[Location] = relationship(lazy="joined", innerjoin=True)
    parts: Mapped[list[Part]] = relationship(secondary=room_part, order_by=Part.id)

    @property
    def facts(self) -> RoomFacts:
        """The room as rules see it."""
        return RoomFacts(
            id=self.id,
            slug=self.slug,
            name=self.name,
            capacity=self.capacity,
            fire_capacity=self.fire_capacity,
            amenities=frozenset(self.amenities),
            step_free=self.step_free,
            setup=timedelta(minutes=self.setup_minutes),
            turnover=timedelta(minutes=self.turnover_minutes),
            floor=self.floor,
        )


room_group_room = Table(
    "room_group_room",
    Model.metadata,
    Column("room_group_id", ForeignKey("room_group.id", ondelete="CASCADE"), primary_key=True),
    Column("room_id", ForeignKey("room.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class RoomGroup(Model):
    """Rooms that rules can be set for together: "small rooms", "ground floor"."""

    __tablename__ = "room_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    edition: Mapped[int] = mapped_column(default=0)
    """Rises on every change, so that the second of two editors is told."""

    rooms: Mapped[list[Room]] = relationship(secondary=room_group_room, order_by=Room.id)


class Booking(Model):
    """Somebody has a room for a time; kept when it is over or cancelled."""

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="order"),
        CheckConstraint("people >= 1", name="people"),
        one_of("privacy", Privacy),
        one_of("status", Status),
        one_of("source", Source),
        Index("ix_booking_room_id_starts_at", "room_id", "starts_at"),
        Index("ix_booking_member_id_starts_at", "member_id", "starts_at"),
        Index("ix_booking_starts_at", "starts_at"),
        Index("ix_booking_series_id_series_date", "series_id", "series_date", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid4()))
    """Its name in invitations; feeds use others, so that a busy block gives nobody away."""
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"), index=True)
    """The company it was for at the time."""
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    title: Mapped[str] = mapped_column(String(120), default="")
    people: Mapped[int] = mapped_column(default=1)
    privacy: Mapped[str] = mapped_column(String(10), default=Privacy.BUSY)
    status: Mapped[str] = mapped_column(String(10), default=Status.CONFIRMED)
    source: Mapped[str] = mapped_column(String(10), default=Source.PORTAL)
    needs: Mapped[str] = mapped_column(String(600), default="")
    """What the desk should have ready, in the member's words; only they and the desk read it."""
    wants: Mapped[list[str]] = mapped_column(JSON, default=list)
    """What of the house's own offers should be there, by the names in `needs.rules`."""
    reason: Mapped[str] = mapped_column(String(300), default="")
    """Why staff bent a rule for it."""
    sequence: Mapped[int] = mapped_column(default=0)
    """Rises when room, time or status change: invitations and busy feeds carry it."""
    edition: Mapped[int] = mapped_column(default=0)
    """Rises on every change that its own people see."""
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    """Who wrote it down: the member, staff, or nobody for an import."""
    held_until: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    """When it lapses by itself, while it is held."""
    held_for: Mapped[str] = mapped_column(String(10), default="")
    """What it is held for: a yes by staff (approval), a yes by its member (offer); empty for what is sure."""
    imported_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    """Which entry of which import it came from, so that a second import changes nothing."""
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    """The series that it is a date of."""
    series_date: Mapped[date | None]
    """Which date of the series' rule it stands for, wherever it has been moved since."""
    checked_in_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When somebody came; `attendance.rules` says whether it still counts, after a move."""
    checked_in_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    """Who said so; nobody for the display at the door."""
    checked_in_how: Mapped[str] = mapped_column(String(10), default="")
    reminded_for: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """The start that its member was reminded of, so that each is reminded of once."""
    busy_event: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """Its VEVENT in the room's feed; nothing once it is cancelled."""
    own_event: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """Its VEVENT in its member's feed; nothing once it is cancelled."""

    room: Mapped[Room] = relationship(lazy="joined", innerjoin=True)
    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True, foreign_keys=member_id)
    made_by: Mapped[Member | None] = relationship(foreign_keys=made_by_id)
    company: Mapped[Company | None] = relationship(foreign_keys=company_id)
    series: Mapped["Series | None"] = relationship(foreign_keys=series_id)
    guests: Mapped[list[BookingGuest]] = relationship(order_by=BookingGuest.id, cascade="all, delete-orphan")

    @property
    def slot(self) -> Slot:
        """When, without setting up and turning over."""
        return Slot(self.starts_at, self.ends_at)

    @property
    def is_live(self) -> bool:
        """Whether it takes its room: held or confirmed."""
        return self.status in {Status.HELD, Status.CONFIRMED}

    def is_held(self, at: datetime) -> bool:
        """Whether it can still become sure: also strictly by the clock, however late the worker is."""
        return self.status == Status.HELD and (self.held_until is None or at < self.held_until)


class Occupancy(Model):
    """One part is taken: for [starts_at, ends_at), being set up from `setup_from` and turned over until `turned_until`.

    A row exists only while that is so. Of one part no two [starts_at, turned_until) meet, and no two [setup_from, ends_at):
    where one's turnover meets the next one's setup, the longer counts. The migration makes the database hold to that.
    """

    __tablename__ = "occupancy"
    __table_args__ = (
        CheckConstraint("setup_from <= starts_at AND starts_at < ends_at AND ends_at <= turned_until", name="order"),
        one_of("kind", Kind),
        CheckConstraint("booking_id IS NOT NULL OR kind IN ('maintenance', 'closure')", name="whose"),
        Index("ix_occupancy_part_id_starts_at", "part_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12), default=Kind.BOOKING)
    setup_from: Mapped[datetime] = mapped_column(UTCDateTime)
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    turned_until: Mapped[datetime] = mapped_column(UTCDateTime)


class Revision(Model):
    """How often what a feed shows has changed: scope "room:7" or "member:12"; rises in the transaction that changes it."""

    __tablename__ = "revision"

    scope: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)


explain("occupancy_no_overlap", Taken)
explain("occupancy_no_overlap_setup", Taken)

# Last, because it needs what is above: a booking's relation to its series can be resolved as soon as anybody asks for bookings.
import portal.booking.series.models  # noqa: E402, F401
