"""Letting people in, and seeing them out."""

from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import delete, select, update

from portal.db.base import db
from portal.db.constraints import explain
from portal.db.locks import one_at_a_time
from portal.db.unit import transaction
from portal.kernel.errors import Conflict, Invalid, TooMany
from portal.kernel.words import N_
from portal.members import audit, passwords, queries
from portal.members.models import Company, Member, Plan, SignInTry, WebSession
from portal.members.rules import NO_WAIT, SHORTEST_PASSWORD, WINDOW, Newcomer, TryKeys, folded, is_email, to_wait

KEPT_FOR = timedelta(days=30)


class NotRecognised(Invalid):
    """Wrong password, or nobody by that address: said in the same words."""

    default = N_("That address and password do not belong together. Look them over and try again.")


class TooManyTries(TooMany):
    """Somebody is guessing, or has forgotten."""

    default = N_("That was a few tries too many. Try again in {pause}, or ask at the desk.")


class AddressTaken(Conflict):
    """Two people cannot share an address."""

    default = N_("Somebody is already here under that e-mail address.")


explain("uq_member_email", AddressTaken)
explain("member.email", AddressTaken)


# --- Coming in --------------------------------------------------------------------------------------


def recognise(email: str, password: str, *, keys: TryKeys, at: datetime) -> Member:
    """The member whose password this is. Raises NotRecognised in the same words whoever it is, or TooManyTries."""
    counted = _take_a_try(keys, at=at)
    member = queries.member_by_email(email)
    kept = member.password_hash if member and not member.has_left else None
    if not passwords.fits(kept, password) or member is None or kept is None:
        with transaction():
            audit.note("member.sign_in_refused", about=f"member:{member.public_id if member else 'unknown'}", by=None, at=at)
        raise NotRecognised
    with transaction():
        db.session.execute(delete(SignInTry).where(SignInTry.id.in_(counted) | (SignInTry.key_hash == keys.place)))
        if passwords.is_dated(kept):
            member.password_hash = passwords.hashed(password)
    return member


def _take_a_try(keys: TryKeys, *, at: datetime) -> list[int]:
    """Count the try before the password is looked at, so that many at once are not more than one after the other."""
    with transaction():
        one_at_a_time(*keys.all)
        wait = to_wait(*queries.failures(keys, now=at), now=at)
        if wait > NO_WAIT:
            raise TooManyTries(retry_after=ceil(wait.total_seconds()), pause=_rounded(wait))
        tries = [SignInTry(key_hash=key, tried_at=at) for key in keys.all]
        db.session.add_all(tries)
        db.session.flush()
        return [each.id for each in tries]


def _rounded(wait: timedelta) -> timedelta:
    """Up to the full minute, as people say it."""
    return timedelta(minutes=ceil(wait / timedelta(minutes=1)))


def end_session(session: WebSession, *, by: Member, at: datetime) -> None:
    """End one session; every copy of its cookie is dead."""
    with transaction():
        if session.ended_at is None:
            session.ended_at = at
            audit.note("session.ended", about=f"session:{session.public_id}", by=by, at=at)


def end_sessions(member: Member, *, by: Member | None, at: datetime, but: WebSession | None = None) -> None:
    """End all sessions of this member, perhaps all but one."""
    with transaction():
        _end_all(member, at=at, but=but)
        audit.note("session.all_ended", about=f"member:{member.public_id}", by=by, at=at)


def _end_all(member: Member, *, at: datetime, but: WebSession | None = None) -> None:
    ending = update(WebSession).where(WebSession.member_id == member.id, WebSession.ended_at.is_(None))
    db.session.execute((ending.where(WebSession.id != but.id) if but else ending).values(ended_at=at))


# --- Belonging --------------------------------------------------------------------------------------


def admit(newcomer: Newcomer, *, by: Member | None, at: datetime, password: str = "") -> Member:
    """Take somebody into the house. Without a password they cannot sign in until they are invited."""
    kept = passwords.hashed(password) if password else None
    with transaction():
        member = enrol(newcomer, by=by, at=at)
        member.password_hash = kept
    return member


def enrol(newcomer: Newcomer, *, by: Member | None, at: datetime) -> Member:
    """The same inside an open transaction, for those who write more about the person than who they are."""
    email = folded(newcomer.email)
    if not is_email(email):
        raise Invalid(N_("{email} is not an e-mail address."), field="email", email=newcomer.email)
    member = Member(
        name=newcomer.name.strip(),
        email=email,
        role=newcomer.role,
        company=_company(newcomer.company),
        plan=_plan(newcomer.plan),
        place=newcomer.place,
        joined_on=newcomer.joined_on,
        created_at=at,
    )
    db.session.add(member)
    db.session.flush()
    audit.note("member.admitted", about=f"member:{member.public_id}", by=by, at=at, detail=f"role={member.role}")
    return member


def _company(name: str) -> Company | None:
    """The company of that name; a new one if nobody has come from there before."""
    return (queries.company_named(name) or Company(name=name)) if name else None


def _plan(name: str) -> Plan | None:
    plan = queries.plan_named(name) if name else None
    if name and plan is None:
        raise Invalid(N_("There is no plan called {plan}."), field="plan", plan=name)
    return plan


def offer_plan(name: str, *, by: Member | None, at: datetime) -> Plan:
    """A plan of this name, new or as it is."""
    with transaction():
        plan = queries.plan_named(name)
        if plan is None:
            plan = Plan(name=name)
            db.session.add(plan)
            db.session.flush()
            audit.note("plan.offered", about=f"plan:{plan.id}", by=by, at=at)
    return plan


def set_password(member: Member, password: str, *, by: Member | None, at: datetime) -> None:
    """Set a new password and end all sessions of the old one."""
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid(N_("A password has at least {shortest} characters."), field="password", shortest=SHORTEST_PASSWORD)
    kept = passwords.hashed(password)
    with transaction():
        member.password_hash = kept
        _end_all(member, at=at)
        audit.note("member.password_set", about=f"member:{member.public_id}", by=by, at=at)


def see_out(member: Member, *, by: Member | None, at: datetime) -> None:
    """The membership ends today: out of the directory, and signed out everywhere, at once."""
    with transaction():
        member.left_on = at.date()
        _end_all(member, at=at)
        audit.note("member.left", about=f"member:{member.public_id}", by=by, at=at)


# --- Housekeeping -----------------------------------------------------------------------------------


def tidy(*, at: datetime) -> int:
    """Forget tries that no longer count and sessions that ended a month ago; how many rows that was."""
    with transaction():
        tries = db.session.execute(delete(SignInTry).where(SignInTry.tried_at <= at - WINDOW))
        old = select(WebSession.id).where(WebSession.seen_at < at - KEPT_FOR)
        sessions = db.session.execute(delete(WebSession).where(WebSession.id.in_(old)))
        return int(getattr(tries, "rowcount", 0)) + int(getattr(sessions, "rowcount", 0))
