"""The letters of approval: pencilled in, no, and lapsed; yes is the letter of a booking."""

from portal.booking.mail import invitation, plain, when
from portal.booking.models import Booking
from portal.booking.rules import Stay
from portal.ical.invitation import cancel
from portal.outbox.letters import Draft, inviting
from portal.web.formats import day, hm, instant
from portal.web.language import _


def pencilled(booking: Booking, *, was: Stay | None = None, was_sure: bool = False) -> Draft:
    """It is held until staff say yes; what it was before leaves the calendar."""
    room, zone = booking.room, booking.room.location.zone
    words = [
        _("%(name)s, %(room)s is pencilled in for you until the front desk says yes.", name=_first(booking), room=room.name),
        _("We answer by %(until)s; if we do not, it lapses, and we tell you. The invitation follows with the yes.",
          until=instant(booking.held_until, zone) if booking.held_until else ""),
    ]  # fmt: skip
    if was:
        facts = {"room": was.name, "day": day(was.day), "starts": hm(was.starts), "ends": hm(was.ends)}
        words.append(_("It was %(room)s, %(day)s, %(starts)s to %(ends)s; that is given back.", **facts))
    subject = _("Pencilled in: %(room)s, %(when)s", room=room.name, when=when(booking))
    draft = plain(booking, subject, words, key="pencilled")
    return inviting(draft, cancel(invitation(booking)), "CANCEL") if was_sure else draft


def declined(booking: Booking, reason: str) -> Draft:
    """Staff say no, and why."""
    room = booking.room
    words = [
        _("%(name)s, this time we cannot let you have %(room)s.", name=_first(booking), room=room.name),
        reason,
        _("Answer this letter and we look for another way together."),
    ]
    subject = _("Not this time: %(room)s, %(when)s", room=room.name, when=when(booking))
    return plain(booking, subject, words, key="declined")


def lapsed(booking: Booking) -> Draft:
    """Nobody has answered in time: our doing, not theirs."""
    room = booking.room
    words = [
        _(
            "%(name)s, we did not answer in time, so %(room)s is no longer pencilled in for you.",
            name=_first(booking),
            room=room.name,
        ),
        _("That is our doing. Answer this letter and we put it right."),
    ]
    subject = _("No longer held: %(room)s, %(when)s", room=room.name, when=when(booking))
    return plain(booking, subject, words, key="lapsed")


def _first(booking: Booking) -> str:
    return booking.member.first_name
