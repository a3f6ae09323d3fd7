"""Tables: profile, personal_note, note_reading."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Model
from portal.db.crypto import Place
from portal.db.types import UTCDateTime, new_public_id
from portal.directory.rules import Birthday, Told, forgotten_at
from portal.members.models import Member


class Profile(Model):
    """What a member tells about themself. Without one, or not `listed`, nobody but the desk finds them."""

    __tablename__ = "profile"
    __table_args__ = (
        CheckConstraint("birth_month BETWEEN 1 AND 12 AND birth_day BETWEEN 1 AND 31", name="birthday"),
        CheckConstraint("(birth_month IS NULL) = (birth_day IS NULL)", name="birthday_whole"),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    listed: Mapped[bool] = mapped_column(default=False)
    pronouns: Mapped[str] = mapped_column(String(40), default="")
    about: Mapped[str] = mapped_column(String(300), default="")
    can_help_with: Mapped[list[str]] = mapped_column(JSON, default=list)
    looking_for: Mapped[list[str]] = mapped_column(JSON, default=list)
    preferred_channel: Mapped[str] = mapped_column(String(20), default="portal")
    birth_month: Mapped[int | None]
    birth_day: Mapped[int | None]
    birth_year: Mapped[int | None]
    """May be known without the day, and the day without it."""
    may_remember: Mapped[bool | None]
    """Whether we may write things down about them; nothing until they were asked."""
    found_by: Mapped[str] = mapped_column(Text, default="")
    """Name, company and skills, folded by `rules.findable`, for the search."""
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)

    member: Mapped[Member] = relationship(lazy="joined")

    @property
    def told(self) -> Told:
        """The same as a value."""
        return Told(
            listed=self.listed,
            pronouns=self.pronouns,
            about=self.about,
            can_help_with=tuple(self.can_help_with),
            looking_for=tuple(self.looking_for),
            preferred_channel=self.preferred_channel,
            birthday=Birthday(self.birth_month, self.birth_day, self.birth_year),
            may_remember=self.may_remember,
        )


class PersonalNote(Model):
    """A line we remember about a member. Its words are sealed; once erased, only this empty row is left."""

    __tablename__ = "personal_note"
    __table_args__ = (
        CheckConstraint("kind IN ('family','pet','coffee','hobby','goal','work','access','met','other')", name="kind"),
        CheckConstraint("source IN ('member_wrote','told_us','public_page','noticed')", name="source"),
        CheckConstraint("(ciphertext IS NULL) = (erased_at IS NOT NULL)", name="erased"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(20))
    ciphertext: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Text and purpose as JSON, sealed."""
    key_id: Mapped[str] = mapped_column(String(16), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    noted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    review_on: Mapped[date]
    consented_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When the author recorded the member's yes to a sensitive matter."""
    agreed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When the member said yes to what we had noticed."""
    use_in_touch: Mapped[bool] = mapped_column(default=True)
    erased_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    member: Mapped[Member] = relationship(foreign_keys=member_id)
    author: Mapped[Member] = relationship(foreign_keys=author_id, lazy="joined")

    @property
    def forgotten_at(self) -> datetime | None:
        """When it goes by itself, because it was only noticed."""
        return forgotten_at(self.source, self.noted_at, self.agreed_at)


def place_of(note_id: str, member_id: str) -> Place:
    """Where the words of this line stand, by public ids."""
    return Place("personal_note", "ciphertext", note_id, member_id)


class NoteReading(Model):
    """Somebody read what we remember about a member: one row each time, whichever way."""

    __tablename__ = "note_reading"
    __table_args__ = (Index("ix_note_reading_member_id_read_at", "member_id", "read_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    reader_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    read_at: Mapped[datetime] = mapped_column(UTCDateTime)
    way: Mapped[str] = mapped_column(String(20))
    """Where it was shown: "card", "queue", "print"…"""
    lines: Mapped[int]
