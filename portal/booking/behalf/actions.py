"""Write down what a room was used for without having been booked."""

from datetime import datetime

from portal.booking import policy, queries
from portal.booking.entry import drawn_up, enter, note
from portal.booking.guard import actions as guard
from portal.booking.guard.queries import Claim, locked
from portal.booking.limits.rules import FOR_WHAT_WAS
from portal.booking.models import Booking
from portal.booking.rules import Ask, Source
from portal.db import once as forms
from portal.db.types import new_public_id
from portal.db.unit import transaction
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.members.models import Member

ONLY_THE_DESK = N_("The front desk writes down what was used.")
NOT_YET = N_("That is not over yet. Book it, and it is theirs.")


def log_use(ask: Ask, *, by: Member, at: datetime, for_: Member, once: str = "") -> Booking:
    """Write down that somebody used a room; nobody gets a letter about what they know.

    Raises Taken if somebody had booked it, Refused for more people than the fire rule allows, Invalid if it is not over.
    """
    claim, made = Claim(ask, by, at), new_public_id()
    with transaction():
        space = locked(ask.room)[ask.room]
        if not forms.spend(once, made=made, at=at):
            return queries.made_by_form(once, by)
        policy.require(by.is_staff, ONLY_THE_DESK)
        if ask.slot.ends_at > at:
            raise Invalid(NOT_YET, field="ends")
        guard.check(claim, space, excused=FOR_WHAT_WAS)
        guard.look(claim, space)
        booking = drawn_up(ask, space.room, for_, at=at)
        booking.public_id, booking.made_by, booking.source = made, by, Source.DESK
        booking.reason = ask.reason.strip()
        enter(booking, space)
        note("booking.logged", booking, by=by)
    return booking
