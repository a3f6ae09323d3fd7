"""Reads about people as they wish to be known, and what we remember about them; the names say for whom."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, insert, or_, select

from portal.db.base import db
from portal.db.crypto import Keyring
from portal.db.keys import keyring
from portal.db.unit import journal
from portal.directory import policy
from portal.directory.models import NoteReading, PersonalNote, Profile, place_of
from portal.directory.rules import findable
from portal.kernel.errors import NotFound
from portal.members.models import Company, Member

# --- Profiles ---------------------------------------------------------------------------------------


def profile_of(member: Member) -> Profile:
    """What this member tells; an empty one, not kept, if they have told nothing yet."""
    return _or_empty(db.session.get(Profile, member.id), member)


def _or_empty(profile: Profile | None, member: Member) -> Profile:
    return profile or Profile(
        member_id=member.id, member=member, listed=False, pronouns="", about="", can_help_with=[], looking_for=[],
        preferred_channel="portal", found_by="",
    )  # fmt: skip


def profile_for(viewer: Member, public_id: str) -> Profile:
    """The person's profile, if `viewer` may know of them; else NotFound, also when they exist."""
    member = db.session.scalar(select(Member).where(Member.public_id == public_id))
    profile = profile_of(member) if member else None
    if profile is None or not policy.can_find(viewer, profile):
        raise NotFound
    return profile


def people(words: str, *, for_: Member) -> list[Profile]:
    """Whom `for_` may find by these words in name, company or skills: by name, always in the same order."""
    query = _findable_by(for_)
    for word in findable(words).split():
        # Somebody whose profile was never written is found by name and company as they stand.
        plain = and_(
            Profile.member_id.is_(None),
            or_(Member.name.icontains(word, autoescape=True), Company.name.icontains(word, autoescape=True)),
        )
        query = query.where(or_(Profile.found_by.contains(word, autoescape=True), plain))
    rows = db.session.execute(query.order_by(func.lower(Member.name), Member.id))
    return [_or_empty(profile, member) for member, profile in rows]


def _findable_by(viewer: Member) -> Select[Member, Profile]:
    present = select(Member, Profile).where(Member.left_on.is_(None)).outerjoin(Profile).outerjoin(Company)
    return present if viewer.is_staff else present.where(Profile.listed.is_(True))


def unlisted_count() -> int:
    """How many present members chose not to be found."""
    listed = select(Profile.member_id).where(Profile.listed.is_(True))
    query = select(func.count()).select_from(Member).where(Member.left_on.is_(None), Member.id.not_in(listed))
    return db.session.scalar(query) or 0


# --- What we remember -------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """A line, readable. `forgotten_at` is set while it was only noticed: the member has not said yes yet."""

    id: str
    kind: str
    text: str
    purpose: str
    source: str
    author: str
    noted_at: datetime
    forgotten_at: datetime | None
    use_in_touch: bool
    by_id: int

    @property
    def is_provisional(self) -> bool:
        """Whether we noticed it and have not been told that we may keep it."""
        return self.forgotten_at is not None

    @property
    def may_be_used(self) -> bool:
        """Whether a touch may build on it."""
        return self.use_in_touch and not self.is_provisional


@dataclass(frozen=True)
class Reading:
    """Who has read what we remember about somebody, how often, and when last."""

    reader: Member
    times: int
    last_at: datetime


def remembered_about(member: Member, *, for_: Member, at: datetime, way: str = "card") -> list[Remembered]:
    """Everything we remember about `member`, the latest first; NotFound for everybody but the member and the desk.

    Each reading by somebody else is noted before a word is given out: who, whose, when, and which way ("card", "queue", …).
    """
    if not policy.can_read_notes(for_, member):
        raise NotFound
    query = select(PersonalNote).where(PersonalNote.member_id == member.id, PersonalNote.erased_at.is_(None))
    notes = db.session.scalars(query.order_by(PersonalNote.noted_at.desc(), PersonalNote.id.desc()))
    alive = [note for note in notes if policy.is_alive(note, now=at)]
    if alive and for_.id != member.id:
        facts = {"member_id": member.id, "reader_id": for_.id, "read_at": at, "way": way, "lines": len(alive)}
        journal(insert(NoteReading).values(facts))
    ring = keyring()
    return [_readable(note, member, ring) for note in alive]


def _readable(note: PersonalNote, member: Member, ring: Keyring) -> Remembered:
    words = json.loads(ring.open(note.ciphertext or b"", place_of(note.public_id, member.public_id)))
    return Remembered(
        id=note.public_id,
        kind=note.kind,
        text=words["text"],
        purpose=words["purpose"],
        source=note.source,
        author=note.author.first_name,
        noted_at=note.noted_at,
        forgotten_at=note.forgotten_at,
        use_in_touch=note.use_in_touch,
        by_id=note.author_id,
    )


def note_about(member: Member, public_id: str) -> PersonalNote:
    """The line, if it is about this member; else NotFound, also when it exists."""
    return _one(PersonalNote.public_id == public_id, PersonalNote.member_id == member.id)


def note_by(author: Member, public_id: str) -> PersonalNote:
    """The line, if this is who wrote it; else NotFound, also when it exists."""
    return _one(PersonalNote.public_id == public_id, PersonalNote.author_id == author.id)


def _one(*wanted: ColumnElement[bool]) -> PersonalNote:
    note = db.session.scalar(select(PersonalNote).where(*wanted, PersonalNote.erased_at.is_(None)))
    if note is None:
        raise NotFound
    return note


def readings_of(member: Member) -> list[Reading]:
    """Who has read what we remember about this member, the latest reader first."""
    times, last = func.count(NoteReading.id), func.max(NoteReading.read_at)
    query = select(NoteReading.reader_id, times, last).where(NoteReading.member_id == member.id).group_by(NoteReading.reader_id)
    rows = db.session.execute(query.order_by(last.desc(), NoteReading.reader_id)).all()
    readers = {each.id: each for each in db.session.scalars(select(Member).where(Member.id.in_([row[0] for row in rows])))}
    return [Reading(readers[reader_id], count, last_at) for reader_id, count, last_at in rows]


def sealed_with() -> dict[str, int]:
    """How many lines each key has sealed; for `portal keys status`."""
    query = select(PersonalNote.key_id, func.count()).where(PersonalNote.erased_at.is_(None)).group_by(PersonalNote.key_id)
    return {row[0]: row[1] for row in db.session.execute(query.order_by(PersonalNote.key_id))}
