"""Whom the desk means."""

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from portal.booking.actions import FOR_ONESELF
from portal.booking.behalf.rules import Person, Unclear
from portal.booking.policy import require
from portal.db.base import db
from portal.members.models import Company, Member

MOST = 8
LONGEST = 120


def owner(said: str, *, by: Member) -> Member:
    """For whom `by` books: themselves, or (staff) whom a public id, an address or a full name means.

    Raises Forbidden if somebody else is named by a member, Unclear with whoever may be meant.
    """
    said = " ".join(said.split())[:LONGEST]
    if said.lower() in {"", by.public_id.lower(), by.email}:
        return by
    # Before any look: a member learns nothing about who is here.
    require(by.is_staff, FOR_ONESELF)
    exact = list(db.session.scalars(_present().where(_is(said)).limit(2)))
    if len(exact) == 1:
        return exact[0]
    raise Unclear.between(tuple(suggestions(said)), said)


def suggestions(said: str) -> list[Person]:
    """For staff: the present members whom these words may mean, by name."""
    query = _present()
    for word in said[:LONGEST].split():
        fields = (Member.name, Member.email, Company.name)
        query = query.where(or_(*(field.icontains(word, autoescape=True) for field in fields)))
    return [person(each) for each in db.session.scalars(query.order_by(func.lower(Member.name), Member.id).limit(MOST))]


def person(member: Member) -> Person:
    """A member as the form shows them."""
    return Person(member.public_id, member.name, member.email, member.company.name if member.company else "")


def _present() -> Select[Member]:
    return select(Member).where(Member.left_on.is_(None)).outerjoin(Company, and_(Company.id == Member.company_id))


def _is(said: str) -> ColumnElement[bool]:
    return or_(Member.public_id == said, Member.email == said.lower(), func.lower(Member.name) == said.lower())
