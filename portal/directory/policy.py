"""Who may see and do what with profiles and with what we remember."""

from datetime import datetime

from portal.directory.models import PersonalNote, Profile
from portal.members.models import Member


def can_find(viewer: Member, profile: Profile) -> bool:
    """Whether `viewer` may know of this person by the directory: listed and present; oneself and the desk always."""
    if profile.member_id == viewer.id:
        return True
    return not profile.member.has_left and (profile.listed or viewer.is_staff)


def can_read_notes(reader: Member, member: Member) -> bool:
    """Whether `reader` may see what we remember about `member`: the member, and the desk while the member is with us."""
    return reader.id == member.id or (reader.is_staff and not member.has_left)


def can_remember(author: Member, member: Member, *, may_remember: bool | None) -> bool:
    """Whether `author` may write something down about `member`: the desk, unless the member said no."""
    return author.is_staff and not member.has_left and may_remember is not False


def can_answer(by: Member, note: PersonalNote) -> bool:
    """Whether `by` may say yes to a line or keep it out of touches: only the member it is about."""
    return by.id == note.member_id


def can_forget(by: Member, note: PersonalNote) -> bool:
    """Whether `by` may erase a line: the member it is about, without a reason, and whoever wrote it."""
    return by.id == note.member_id or (by.is_staff and by.id == note.author_id)


def is_alive(note: PersonalNote, *, now: datetime) -> bool:
    """Whether a line is still remembered: not erased, and not merely noticed for longer than we may."""
    until = note.forgotten_at
    return note.erased_at is None and (until is None or now < until)
