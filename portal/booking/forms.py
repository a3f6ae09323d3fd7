"""What somebody typed, and the ask or the wish that it means."""

import re
import secrets
from contextlib import suppress
from datetime import date, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from flask import request
from wtforms import Field, HiddenField, SelectMultipleField, StringField
from wtforms.validators import ValidationError

from portal.booking.behalf.rules import Person, Unclear
from portal.booking.board import Wish
from portal.booking.guests.rules import guests
from portal.booking.models import Booking
from portal.booking.needs.rules import LAYOUTS, OFFERED, known
from portal.booking.rules import MIDNIGHT, Ask, Privacy, slot_on
from portal.booking.series.forms import Repeating
from portal.kernel.errors import Invalid, PortalError
from portal.kernel.slots import Slot
from portal.kernel.words import N_
from portal.kernel.zones import instant, local
from portal.web.forms import Form
from portal.web.language import _
from portal.web.say import say

REQUEST = re.compile(r"R-[1-9]\d{0,8}\Z")
CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\Z")
MOST_PEOPLE, LONGEST_IN_MINUTES = 999, 24 * 60
LONGEST_GUESTS = 9_000
LONGEST_TITLE, LONGEST_NEEDS, LONGEST_REASON, LONGEST_TOKEN = 120, 280, 300, 80
FARTHEST = timedelta(days=400)
"""How far from today a day may be looked at, each way."""


def day_of(text: str | None, *, today: date, usual: date | None = None) -> date:
    """The day that an address names, or the usual one; raises Invalid for one that makes no sense."""
    if not text:
        return usual or today
    with suppress(ValueError):
        day = date.fromisoformat(text)
        if abs(day - today) < FARTHEST:
            return day
    raise Invalid(N_("We do not know that day. Choose one from the calendar, or write it like 2026-06-11."), field="day")


def clock_time(text: str | None) -> time | None:
    """The wall-clock time that somebody typed, or None."""
    found = CLOCK.match((text or "").strip())
    return time(int(found[1]), int(found[2])) if found else None


def number(text: str | None, most: int) -> int:
    """A whole number from 1 to `most`, or 0."""
    cleaned = (text or "").strip()
    return int(cleaned) if cleaned.isdecimal() and len(cleaned) <= len(str(most)) and int(cleaned) <= most else 0


def wish_of() -> Wish:
    """What the day page's filter asks for; what makes no sense is left out."""
    asked = request.args
    things = tuple(dict.fromkeys(thing[:40] for thing in asked.getlist("with") if thing.isprintable() and thing))[:8]
    people, minutes = number(asked.get("people"), MOST_PEOPLE), number(asked.get("minutes"), LONGEST_IN_MINUTES)
    return Wish(people, minutes, things)


def _fits(field: Field, most: int) -> None:
    if len(field.data or "") > most:
        raise ValidationError(_("That is a little long: %(most)s characters fit.", most=most))


class WhenForm(Form):
    """A room and a time in it."""

    room = StringField()
    day = StringField()
    starts = StringField()
    ends = StringField()
    minutes = StringField()
    """How long, for a form without `ends`: a number, or the time until which."""

    def validate_room(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Which room? Choose one from the list."))

    def validate_day(self, field: Field) -> None:
        with suppress(ValueError):
            date.fromisoformat(field.data or "")
            return
        raise ValidationError(_("Which day? Write it like 2026-06-11."))

    def validate_starts(self, field: Field) -> None:
        if clock_time(field.data) is None:
            raise ValidationError(_("From when? Write it like 12:15."))

    def validate_ends(self, field: Field) -> None:
        if clock_time(field.data) is None and (field.data or not self.lasts):
            raise ValidationError(_("Until when? Write it like 13:15."))

    @property
    def slug(self) -> str:
        """The room that was chosen, if any."""
        return self.room.data or ""

    @property
    def on(self) -> date:
        """The day, once it has been checked."""
        return date.fromisoformat(self.day.data or "")

    @property
    def lasts(self) -> time | timedelta | None:
        """How long it is to be, or until when: what the chips say."""
        minutes = number(self.minutes.data, LONGEST_IN_MINUTES)
        return timedelta(minutes=minutes) if minutes else clock_time(self.minutes.data)

    def slot(self, zone: ZoneInfo) -> Slot:
        """The checked fields as a slot. Raises Invalid, naming the field, when the clocks make none of it that night."""
        starts, ends, lasts = clock_time(self.starts.data) or MIDNIGHT, clock_time(self.ends.data), self.lasts
        if ends is None and isinstance(lasts, timedelta):
            # A length is real time, also over the night the clocks change.
            begin = instant(self.on, starts, zone)
            return Slot(begin, begin + lasts)
        return slot_on(self.on, starts, ends or (lasts if isinstance(lasts, time) else MIDNIGHT), zone)

    def mark(self, mistake: PortalError) -> None:
        """Put a mistake that came to light later at its field; at the start's if it names none."""
        name = getattr(mistake, "field", "")
        field = self[name if name in self else "starts"]
        field.errors = [*field.errors, say(mistake)]


class BookingForm(WhenForm, Repeating):
    """The whole of a booking."""

    title = StringField()
    people = StringField()
    privacy = StringField()
    needs = StringField()
    guests = StringField()
    """Addresses of people from outside."""
    layout = StringField()
    wants = SelectMultipleField(validate_choice=False)
    """What of the house's own offers should be there; with commas between them where one field carries several."""
    reason = StringField()
    once = HiddenField(filters=[lambda text: (text or "")[:LONGEST_TOKEN]])
    whom = StringField(name="for")
    """For whom the desk books: a public id, an address, a name."""
    chosen = StringField()
    """Which of several it is, when the form had to ask back."""
    request = HiddenField()
    """The request that the desk answers with this booking."""
    candidates: tuple[Person, ...] = ()

    def validate_title(self, field: Field) -> None:
        _fits(field, LONGEST_TITLE)

    def validate_needs(self, field: Field) -> None:
        _fits(field, LONGEST_NEEDS)

    def validate_guests(self, field: Field) -> None:
        _fits(field, LONGEST_GUESTS)
        try:
            guests(field.data or "")
        except Invalid as mistake:
            raise ValidationError(say(mistake)) from None

    def validate_reason(self, field: Field) -> None:
        _fits(field, LONGEST_REASON)

    def validate_people(self, field: Field) -> None:
        if field.data and not number(field.data, MOST_PEOPLE):
            raise ValidationError(_("How many will you be? A number from 1 will do."))

    def validate_privacy(self, field: Field) -> None:
        if field.data and field.data not in set(Privacy):
            raise ValidationError(_("Who may read that? Choose one of the three."))

    @property
    def said(self) -> str:
        """Whom the desk means."""
        return (self.chosen.data or self.whom.data or "").strip()

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Whoever may be meant, to choose from."""
        return [(each.id, ", ".join(filter(None, (each.name, each.company, each.email)))) for each in self.candidates]

    @property
    def ticket(self) -> str:
        """The number of the request, if it is one."""
        number = self.request.data or ""
        return number if REQUEST.match(number) else ""

    def mark(self, mistake: PortalError) -> None:
        """Also keep whoever may be meant."""
        super().mark(mistake)
        if isinstance(mistake, Unclear):
            self.candidates = mistake.candidates

    @property
    def token(self) -> str:
        """What makes this form have one effect: the one it came with, or a new one."""
        return self.once.data or secrets.token_urlsafe(18)

    @property
    def things(self) -> tuple[str, ...]:
        """What of the house's own offers should be there, the layout too."""
        return known([self.layout.data or "", *(self.wants.data or ())])

    @property
    def layouts(self) -> list[tuple[str, str]]:
        """How a room can be set."""
        return [("", _("As it is")), *((name, _(text)) for name, text in LAYOUTS.items())]

    @property
    def offers(self) -> list[tuple[str, str]]:
        """What can be there."""
        return [(name, _(text)) for name, text in OFFERED.items()]

    def ask(self, zone: ZoneInfo) -> Ask:
        """The checked form as an ask. Raises Invalid as `slot` does."""
        invited = guests(self.guests.data or "")
        return Ask(
            room=self.room.data or "",
            slot=self.slot(zone),
            title=(self.title.data or "").strip(),
            people=max(number(self.people.data, MOST_PEOPLE) or 1, len(invited) + 1),
            privacy=Privacy(self.privacy.data or Privacy.BUSY),
            needs=(self.needs.data or "").strip(),
            wants=self.things,
            guests=invited,
            reason=(self.reason.data or "").strip(),
        )


class MoveForm(BookingForm):
    """A booking as it is to be; what is not sent stays as it is."""

    seen = HiddenField()
    """The edition of the booking that the form was made from."""

    @classmethod
    def of(cls, booking: Booking) -> Self:
        """The form as it stands on the booking's page."""
        form = cls(formdata=None)
        form.like(booking)
        form.seen.data = str(booking.edition)
        return form

    def like(self, booking: Booking) -> None:
        """Fill in what was not sent."""
        begin, end = (local(edge, booking.room.location.zone) for edge in (booking.starts_at, booking.ends_at))
        as_it_is = {
            "room": booking.room.slug,
            "day": begin.date().isoformat(),
            "starts": f"{begin:%H:%M}",
            "ends": "" if self.minutes.data else f"{end:%H:%M}",
            "title": booking.title,
            "people": str(booking.people),
            "privacy": booking.privacy,
            "needs": booking.needs,
            "guests": "\n".join(guest.as_typed.written for guest in booking.guests),
        }
        if self.layout.data is None and not self.wants.data:
            self.layout.data = next((want for want in booking.wants if want in LAYOUTS), "")
            self.wants.data = [want for want in booking.wants if want in OFFERED]
        for name, value in as_it_is.items():
            if self[name].data is None:
                self[name].data = value

    @property
    def edition(self) -> int | None:
        """The edition that was seen, if the form says so."""
        seen = self.seen.data or ""
        return int(seen) if seen.isdecimal() and len(seen) < 10 else None  # noqa: PLR2004 - a number the database can hold
