"""Telling, remembering, forgetting."""

import json
from datetime import datetime

from sqlalchemy import select

from portal.db import once as forms
from portal.db.base import db
from portal.db.keys import keyring, sealing
from portal.db.types import new_public_id
from portal.db.unit import transaction
from portal.directory import policy, queries
from portal.directory.models import PersonalNote, Profile, place_of
from portal.directory.rules import (
    LONGEST_ABOUT,
    Jotted,
    Source,
    Told,
    check,
    check_listing,
    findable,
    forgotten_at,
    review_on,
)
from portal.kernel.errors import Forbidden, Invalid
from portal.kernel.words import N_
from portal.members import audit
from portal.members.models import Member

REKEY_BATCH = 100

# --- Profiles ---------------------------------------------------------------------------------------


def write_profile(member: Member, told: Told, *, by: Member | None, at: datetime) -> Profile:
    """Keep what a member tells about themself."""
    check_listing(told.can_help_with, "can_help_with")
    check_listing(told.looking_for, "looking_for")
    if len(told.about) > LONGEST_ABOUT:
        raise Invalid(N_("A few sentences: at most {longest} letters."), field="about", longest=LONGEST_ABOUT)
    with transaction():
        return keep_profile(member, told, by=by, at=at)


def keep_profile(member: Member, told: Told, *, by: Member | None, at: datetime) -> Profile:
    """The same inside an open transaction."""
    profile = db.session.get(Profile, member.id)
    if profile is None:
        profile = Profile(member_id=member.id)
        db.session.add(profile)
    for name in ("listed", "pronouns", "about", "preferred_channel", "may_remember"):
        setattr(profile, name, getattr(told, name))
    profile.can_help_with, profile.looking_for = list(told.can_help_with), list(told.looking_for)
    profile.birth_month, profile.birth_day, profile.birth_year = told.birthday.month, told.birthday.day, told.birthday.year
    profile.found_by = findable(member.name, member.company.name if member.company else "", *told.can_help_with)
    profile.updated_at = at
    audit.note("profile.written", about=f"member:{member.public_id}", by=by, at=at, detail=f"listed={told.listed}")
    return profile


# --- What we remember -------------------------------------------------------------------------------


def remember(member: Member, jotted: Jotted, *, by: Member, at: datetime, once: str = "") -> str:
    """Write a line about `member` and give its id; Invalid says what is missing, perhaps the member's yes."""
    may_remember = queries.profile_of(member).may_remember
    if not policy.can_remember(by, member, may_remember=may_remember):
        raise Forbidden(N_("{name} asked us not to write anything down. We keep to that."), name=member.first_name)
    check(jotted, name=member.first_name)
    if before := forms.made_by(once):
        return before
    with transaction():
        note = _sealed(member, jotted, by=by, at=at)
        db.session.add(note)
        forms.use(once, made=note.public_id, at=at)
        audit.note(
            "note.remembered", about=f"note:{note.public_id}", by=by, at=at, detail=f"kind={note.kind} source={note.source}"
        )
        return note.public_id


def _sealed(member: Member, jotted: Jotted, *, by: Member, at: datetime) -> PersonalNote:
    ring, public_id = sealing(at=at), new_public_id()
    words = json.dumps({"text": jotted.text.strip(), "purpose": jotted.purpose.strip()}, ensure_ascii=False)
    return PersonalNote(
        public_id=public_id,
        member_id=member.id,
        kind=jotted.kind,
        source=jotted.source,
        ciphertext=ring.seal(words, place_of(public_id, member.public_id)),
        key_id=ring.current,
        author_id=by.id,
        noted_at=at,
        review_on=review_on(at.date()),
        consented_at=at if jotted.consent else None,
    )


def forget(note: PersonalNote, *, by: Member, at: datetime) -> None:
    """Erase a line: its words are gone, that there was one is not."""
    if not policy.can_forget(by, note):
        raise Forbidden
    with transaction():
        _forget(note, by=by, at=at)


def _forget(note: PersonalNote, *, by: Member | None, at: datetime) -> None:
    if note.erased_at is None:
        note.ciphertext, note.erased_at = None, at
        audit.note("note.forgotten", about=f"note:{note.public_id}", by=by, at=at)


def agree(note: PersonalNote, *, by: Member, at: datetime) -> None:
    """The member says yes to what we had noticed: it stays."""
    if not policy.can_answer(by, note):
        raise Forbidden
    with transaction():
        if note.agreed_at is None:
            note.agreed_at = at
            audit.note("note.agreed", about=f"note:{note.public_id}", by=by, at=at)


def use_in_touch(note: PersonalNote, *, used: bool, by: Member, at: datetime) -> None:
    """The member says whether a touch may build on this line."""
    if not policy.can_answer(by, note):
        raise Forbidden
    with transaction():
        note.use_in_touch = used
        audit.note("note.use_changed", about=f"note:{note.public_id}", by=by, at=at, detail=f"used={used}")


def forget_unanswered(*, at: datetime) -> int:
    """Erase what was only noticed and not agreed to in a fortnight; how many lines that was."""
    with transaction():
        query = select(PersonalNote).where(
            PersonalNote.source == Source.NOTICED, PersonalNote.agreed_at.is_(None), PersonalNote.erased_at.is_(None)
        )  # fmt: skip
        due = [note for note in db.session.scalars(query) if (forgotten_at(note.source, note.noted_at, None) or at) <= at]
        for note in due:
            _forget(note, by=None, at=at)
        return len(due)


# --- Keys -------------------------------------------------------------------------------------------


def rekey(*, at: datetime, batch: int = REKEY_BATCH) -> int:
    """Seal the next lines with the current key; how many are left. Stop it at any time, and go on later."""
    with transaction():
        ring = sealing(at=at)
        old = select(PersonalNote).where(PersonalNote.erased_at.is_(None), PersonalNote.key_id != ring.current)
        lines = list(db.session.scalars(old.order_by(PersonalNote.id).limit(batch).with_for_update(of=PersonalNote)))
        for note in lines:
            place = place_of(note.public_id, note.member.public_id)
            note.ciphertext, note.key_id = ring.seal(ring.open(note.ciphertext or b"", place), place), ring.current
        if lines:
            audit.note("keys.rekeyed", about=f"key:{ring.current}", by=None, at=at, detail=f"lines={len(lines)}")
    return sum(count for key_id, count in queries.sealed_with().items() if key_id != keyring().current)
