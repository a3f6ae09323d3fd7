"""The waitlist as a way round a room that is taken."""

from portal.booking import queries as rooms
from portal.booking.guard.queries import Claim
from portal.booking.rules import Stay, Way, WayKind
from portal.booking.waitlist import queries
from portal.booking.waitlist.rules import IN_GOOD_TIME
from portal.kernel.words import N_, Sentence
from portal.kernel.zones import local

FIRST = N_("You are first in line. If it opens by {by} it is yours, and we write to you.")
SECOND = N_("One person is before you. If it comes to you by {by} it is yours, and we write to you.")
LATER = N_("{ahead} people are before you. If it comes to you by {by} it is yours, and we write to you.")


def way_for(claim: Claim) -> Way | None:
    """To wait for just this; None when it begins too soon to be offered, or is one's own already."""
    room, slot = rooms.room(claim.ask.room), claim.ask.slot
    mine = rooms.bookings_of(claim.by, since=slot.starts_at, until=slot.ends_at)
    if slot.starts_at - IN_GOOD_TIME <= claim.at or any(each.room_id == room.id for each in mine):
        return None
    stay = Stay(room.slug, room.name, slot, room.location.zone)
    return Way(WayKind.WAITLIST, (stay,), standing(queries.ahead_of_new(room, slot, by=claim.by), stay))


def standing(ahead: int, stay: Stay) -> Sentence:
    """Where one stands, and until when it may open."""
    by = local(stay.slot.starts_at - IN_GOOD_TIME, stay.zone)
    facts = {"ahead": ahead, "by": by.time() if by.date() == stay.day else by}
    return Sentence(FIRST if not ahead else SECOND if ahead == 1 else LATER, facts)
