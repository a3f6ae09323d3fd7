"""Tables: plan, company, member, web_session, sign_in_try, audit_entry."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Model
from portal.db.types import UTCDateTime, new_public_id

SEALS = 6


class Role(StrEnum):
    """What a person is in the house; a manager may do all that a community manager may."""

    MEMBER = "member"
    COMMUNITY_MANAGER = "community_manager"
    MANAGER = "manager"


class Plan(Model):
    """What a membership includes, by name: Resident, Flex, Day."""

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)


class Company(Model):
    """A company whose people are members."""

    __tablename__ = "company"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    name: Mapped[str] = mapped_column(String(120), unique=True)


class Member(Model):
    """A person who belongs to the house, staff included."""

    __tablename__ = "member"
    __table_args__ = (CheckConstraint("role IN ('member', 'community_manager', 'manager')", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    """Always lower case without spaces around it: `members.rules.folded`."""
    password_hash: Mapped[str | None] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20), default=Role.MEMBER)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"), index=True)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"), index=True)
    place: Mapped[str] = mapped_column(String(60), default="")
    """Desk or office, as people say it: "Desk 22"."""
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    company: Mapped[Company | None] = relationship(lazy="joined")
    plan: Mapped[Plan | None] = relationship(lazy="joined")

    # What Flask-Login asks for. Its UserMixin would compare people by their session.
    is_authenticated = is_active = True
    is_anonymous = False
    session_token = ""

    def get_id(self) -> str:
        """What the cookie carries: not who somebody is, but the token of this session."""
        return self.session_token

    @property
    def is_staff(self) -> bool:
        """Whether they work at the desk: a community manager or a manager."""
        return self.role in {Role.COMMUNITY_MANAGER, Role.MANAGER}

    @property
    def is_manager(self) -> bool:
        """Whether they run the house."""
        return self.role == Role.MANAGER

    @property
    def has_left(self) -> bool:
        """Whether the membership has ended; such a person cannot sign in and is found nowhere."""
        return self.left_on is not None

    @property
    def first_name(self) -> str:
        """What one calls them: the first word of the name."""
        return self.name.split(" ", 1)[0]

    @property
    def short(self) -> str:
        """Initials for the seal: the first and the last word's."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @property
    def seal(self) -> int:
        """Which of the six inks the seal has, 1 to 6."""
        return self.id % SEALS + 1


class WebSession(Model):
    """Somebody signed in on one device; ending it ends a copied cookie too."""

    __tablename__ = "web_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    """SHA-256 of the random token that the cookie carries."""
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    client: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    member: Mapped[Member] = relationship(lazy="joined")


class SignInTry(Model):
    """A failed sign-in, counted per account and per network address, shared by all processes."""

    __tablename__ = "sign_in_try"
    __table_args__ = (Index("ix_sign_in_try_key_tried_at", "key_hash", "tried_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    """Keyed hash of the account's or the network's address: nothing personal is kept."""
    tried_at: Mapped[datetime] = mapped_column(UTCDateTime)


class AuditEntry(Model):
    """Who did what to what, when, with which outcome. The database refuses to change or delete it; the worker seals it."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    noted_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    """Nobody for what the portal does by itself."""
    deed: Mapped[str] = mapped_column(String(60))
    """Feature and verb: "booking.cancelled"."""
    about: Mapped[str] = mapped_column(String(80))
    """Kind and public id of the thing: "booking:Xk3…"; never its words."""
    detail: Mapped[str] = mapped_column(String(300), default="")
    """Facts without secrets or personal words, such as "room=alder"."""
    seal: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    """SHA-256 over the previous entry's seal and this entry; set once, by the worker."""
