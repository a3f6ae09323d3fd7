"""The letters of the waitlist: held for you, the offer has ended, it is free, it did not open."""

from dataclasses import replace
from urllib.parse import urlencode

from flask import current_app

from portal.booking.mail import plain, when
from portal.booking.models import Booking, Room
from portal.booking.rules import Stay
from portal.booking.waitlist.models import Waiting
from portal.kernel.slots import Slot
from portal.outbox.letters import Draft, written
from portal.web.formats import day, hm, instant
from portal.web.language import _


def offered(waiting: Waiting, booking: Booking) -> Draft:
    """The room is held for them: until when, and where to say yes."""
    room, zone = booking.room, booking.room.location.zone
    until = instant(booking.held_until, zone) if booking.held_until else ""
    facts = {"name": _first(waiting), "room": room.name, "until": until}
    words = [
        _("%(name)s, %(room)s has opened up, and we hold it for you until %(until)s.", **facts),
        _("Say yes on your waitlist and it is yours; the invitation follows."),
        _("If your plans have changed, say so there: the next in line will be glad."),
    ]
    subject = _("Held for you: %(room)s, %(when)s", room=room.name, when=when(booking))
    return plain(booking, subject, words, key="offered", deed=(_("Say yes, or leave it"), _address()))


def offer_ended(waiting: Waiting, booking: Booking) -> Draft:
    """Nobody said yes in time."""
    room = booking.room
    facts = {"name": _first(waiting), "room": room.name}
    words = [
        _("%(name)s, we held %(room)s for you as long as we could. It goes to the next in line now.", **facts),
        _("If you still need a room then, wait for it again or ask the front desk."),
    ]
    subject = _("No longer held: %(room)s, %(when)s", room=room.name, when=when(booking))
    return plain(booking, subject, words, key="offer-ended", deed=(_("Your waitlist"), _address()))


def taken_back(waiting: Waiting, booking: Booking) -> Draft:
    """Staff gave it to somebody else."""
    room = booking.room
    facts = {"name": _first(waiting), "room": room.name}
    words = [
        _("%(name)s, the front desk had to give %(room)s to somebody else this time. We are sorry.", **facts),
        _("You keep your place in line, and you can answer this letter to talk about it."),
    ]
    subject = _("No longer held: %(room)s, %(when)s", room=room.name, when=when(booking))
    return plain(booking, subject, words, key="taken-back", deed=(_("Your waitlist"), _address()))


def opened(waiting: Waiting, room: Room, slot: Slot) -> Draft:
    """It is free, for whoever comes first."""
    stay = Stay(room.slug, room.name, slot, room.location.zone)
    facts = {"room": room.name, "day": day(stay.day), "begin": hm(stay.starts), "end": hm(stay.ends)}
    form = {"room": stay.room, "day": stay.day.isoformat(), "starts": f"{stay.starts:%H:%M}", "ends": f"{stay.ends:%H:%M}"}
    words = [
        _(
            "%(name)s, you asked us to tell you: %(room)s is free on %(day)s, %(begin)s to %(end)s.",
            name=_first(waiting),
            **facts,
        ),
        _("We do not hold it, so it is whoever’s comes first."),
    ]
    subject = _("It is free: %(room)s, %(day)s, %(begin)s to %(end)s", **facts)
    return _about(waiting, "opened", subject, words, (_("Book it"), f"{_base()}/bookings/new?{urlencode(form)}"))


def not_opened(waiting: Waiting) -> Draft:
    """It did not open in time."""
    room, zone = waiting.room, waiting.room.location.zone
    facts = {"room": room.name, "day": day(waiting.earliest_at, zone)}
    words = [
        _("%(name)s, %(room)s did not open up for you on %(day)s. We are sorry.", name=_first(waiting), **facts),
        _("The front desk often finds a way: answer this letter, and we look."),
    ]
    deed = (
        _("See what is free"),
        f"{_base()}/rooms?{urlencode({'day': waiting.earliest_at.astimezone(zone).date().isoformat()})}",
    )
    return _about(waiting, "not-opened", _("It did not open: %(room)s, %(day)s", **facts), words, deed)


def _about(waiting: Waiting, key: str, subject: str, words: list[str], deed: tuple[str, str]) -> Draft:
    thread = f"waiting:{waiting.public_id}"
    draft = written(
        "booking/waiting", key=f"{thread}:{key}", thread=thread, to=waiting.member, subject=subject, words=words, deed=deed
    )
    return replace(draft, from_name=waiting.room.location.full_name)


def _first(waiting: Waiting) -> str:
    return waiting.member.first_name


def _base() -> str:
    return str(current_app.config["GROVE"].base_url)


def _address() -> str:
    return f"{_base()}/waitlist"
