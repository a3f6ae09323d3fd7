"""Table: door_device."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.booking.models import Room
from portal.db.base import Model
from portal.db.types import UTCDateTime, new_public_id


class DoorDevice(Model):
    """A tablet that shows one room; before it is paired, the code that somebody will type into it."""

    __tablename__ = "door_device"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), index=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    code_until: Mapped[datetime] = mapped_column(UTCDateTime)
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    """Of what its cookie holds, once it is paired."""
    paired_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    room: Mapped[Room] = relationship()
