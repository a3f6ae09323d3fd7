"""Reads: links and their owners."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, lazyload

from portal.booking.models import Room
from portal.calendars.models import CalendarLink
from portal.calendars.rules import token_hash
from portal.db.base import db
from portal.house.models import Location
from portal.kernel.errors import NotFound
from portal.members.models import Member

# A feed needs no opening hours, parts, companies or plans: each would be a query more per fetch.
BARE = (
    joinedload(CalendarLink.member).options(lazyload(Member.company), lazyload(Member.plan)),
    joinedload(CalendarLink.room).options(
        lazyload(Room.parts),
        joinedload(Room.location).options(lazyload(Location.openings), lazyload(Location.closures)),
    ),
)


def link_of(token: str) -> CalendarLink | None:
    """The link with this token, live or not."""
    return db.session.scalar(select(CalendarLink).where(CalendarLink.token_hash == token_hash(token)).options(*BARE))


def links_of(member: Member) -> list[CalendarLink]:
    """The live links of this member, the newest first."""
    return list(db.session.scalars(select(CalendarLink).where(_live(member)).order_by(CalendarLink.id.desc())))


def links_count_of(member: Member) -> int:
    """How many live links this member has."""
    return db.session.scalar(select(func.count()).select_from(CalendarLink).where(_live(member))) or 0


def _live(member: Member) -> ColumnElement[bool]:
    return (CalendarLink.member_id == member.id) & CalendarLink.revoked_at.is_(None)


def link_for(member: Member, public_id: str) -> CalendarLink:
    """The link, if it is this member's; else NotFound, also when it exists."""
    mine = (CalendarLink.public_id == public_id) & (CalendarLink.member_id == member.id)
    found = db.session.scalar(select(CalendarLink).where(mine))
    if found is None:
        raise NotFound
    return found
