"""Reads about people, their sessions and their tries."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from portal.db.base import db
from portal.kernel.errors import NotFound
from portal.members.models import Company, Member, Plan, Role, SignInTry, WebSession
from portal.members.rules import LONGEST, WINDOW, Failures, TryKeys, folded


def member_by_email(email: str) -> Member | None:
    """Whoever has this address, former members too."""
    return db.session.scalar(select(Member).where(Member.email == folded(email)))


def member_by_public_id(public_id: str) -> Member:
    """For the desk: anybody, former members too; or NotFound."""
    found = db.session.scalar(select(Member).where(Member.public_id == public_id))
    if found is None:
        raise NotFound
    return found


def present_members() -> list[Member]:
    """Everybody who has not left, by name."""
    return list(db.session.scalars(select(Member).where(Member.left_on.is_(None)).order_by(Member.name, Member.id)))


def staff() -> list[Member]:
    """Who works at the desk, by name."""
    return [member for member in present_members() if member.role != Role.MEMBER]


def plan_names() -> list[str]:
    """The plans there are, the first one first."""
    return list(db.session.scalars(select(Plan.name).order_by(Plan.id)))


def plan_named(name: str) -> Plan | None:
    """The plan of this name."""
    return db.session.scalar(select(Plan).where(Plan.name == name))


def company_named(name: str) -> Company | None:
    """The company of this name."""
    return db.session.scalar(select(Company).where(Company.name == name))


def sessions_of(member: Member, *, idle: timedelta, now: datetime) -> list[WebSession]:
    """Where this member is signed in, the latest used first; without those that have lapsed."""
    query = select(WebSession).where(WebSession.member_id == member.id, WebSession.ended_at.is_(None))
    alive = query.where(WebSession.seen_at > now - idle, WebSession.created_at > now - LONGEST)
    return list(db.session.scalars(alive.order_by(WebSession.seen_at.desc(), WebSession.id.desc())))


def session_of(member: Member, public_id: str) -> WebSession:
    """The session, if it is the member's own; else NotFound."""
    query = select(WebSession).where(WebSession.member_id == member.id, WebSession.public_id == public_id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def session_with(token_hash: bytes) -> WebSession | None:
    """The session whose token has this hash, unless it was ended or its member has left."""
    found = db.session.scalar(select(WebSession).where(WebSession.token_hash == token_hash))
    if found is None or found.ended_at is not None or found.member.has_left:
        return None
    return found


def failures(keys: TryKeys, *, now: datetime) -> tuple[Failures, Failures, Failures]:
    """What failed lately in this place, on this account, in this network."""
    query = select(SignInTry.key_hash, func.count(), func.max(SignInTry.tried_at)).group_by(SignInTry.key_hash)
    rows = db.session.execute(query.where(SignInTry.key_hash.in_(keys.all), SignInTry.tried_at > now - WINDOW))
    found = {bytes(key): Failures(count, last) for key, count, last in rows}
    none = Failures()
    network = found.get(keys.network, none) if keys.network else none
    return found.get(keys.place, none), found.get(keys.account, none), network


def with_addresses(emails: Iterable[str]) -> list[Member]:
    """The present members with these addresses, in that order."""
    found = {member.email: member for member in db.session.scalars(select(Member).where(Member.email.in_(list(emails))))}
    return [found[email] for email in emails if email in found and not found[email].has_left]
