"""What the booking's own addresses answer when the form means several dates."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from portal.booking import queries as bookings
from portal.booking.behalf.queries import owner
from portal.booking.forms import BookingForm, MoveForm
from portal.booking.models import Booking
from portal.booking.refusal import CARRIED
from portal.booking.series import actions, preview, queries, words
from portal.booking.series.forms import chosen
from portal.booking.series.plan import Change, Draft, Line, NotAll
from portal.booking.series.rules import Scope
from portal.kernel.errors import Invalid
from portal.members.models import Member
from portal.members.sessions import current_member
from portal.web.formats import capital, count
from portal.web.language import _, _n
from portal.web.pages import go, page, tell
from portal.web.say import say

Again = Callable[..., Response]
"""The form once more, as its own page shows it."""
WHEN = ("room", "day", "starts", "ends", "minutes")


def repeated(form: BookingForm, again: Again, now: datetime) -> ResponseReturnValue:
    """Show every date; or book them all, once that was seen or all of them are free."""
    zone = bookings.room(form.slug).location.zone
    try:
        draft, whom = form.draft(form.ask(zone), zone), owner(form.said, by=current_member())
    except Invalid as mistake:
        form.mark(mistake)
        return again(form, status=mistake.status)
    if form.change.data:
        return again(form)
    if form.look.data:
        return _previewed(form, draft, now)
    return _booked(form, draft, whom, now)


def _booked(form: BookingForm, draft: Draft, whom: Member, now: datetime) -> ResponseReturnValue:
    try:
        first = actions.book(draft, by=current_member(), for_=whom, at=now, once=form.token)
    except NotAll as no:
        return _previewed(form, draft, now, status=no.status)
    except Invalid as no:
        return _previewed(form, draft, now, status=no.status, says=say(no))
    if first.series:
        dates = queries.live_dates(first.series)
        tell(_("%(room)s is yours, %(rule)s.", room=first.series.room.name, rule=words.rule(first.series, len(dates))))
    return go(url_for("booking.show", public_id=first.public_id))


def _previewed(form: BookingForm, draft: Draft, now: datetime, *, status: int = 200, says: str = "") -> Response:
    """Every date as it is now; what was chosen stays chosen where that is still possible."""
    me, room = current_member(), bookings.room(draft.ask.room)
    lines = queries.lines(draft, by=me, at=now)
    drawn = preview.shown(lines, draft.choices)
    kept = preview.carried(form, [*WHEN, *CARRIED, "until", "times"]) | {
        "repeats": form.rule,
        "once": form.token,
        "for": form.said,
    }
    context: dict[str, Any] = {
        "heading": preview.heading(draft, room.name),
        "lede": preview.lede(lines, drawn, room.name),
        "trouble": says or (say(NotAll({})) if status != 200 else ""),  # noqa: PLR2004 - as asked for
        "aside": preview.months_left_out(draft),
        "lines": drawn,
        "kept": kept,
        "action": url_for("booking.create"),
        "verb": preview.button(drawn),
        "needs_reason": me.is_staff and preview.bendable(lines),
    }
    return page("bookings/series/preview.html", status=status, **context)


# --- Changes ---------------------------------------------------------------------------------------------------


def is_meant(booking: Booking, form: MoveForm) -> bool:
    """Whether a change is for more than this one date."""
    return booking.series is not None and form.means != Scope.ONE


def moved(booking: Booking, form: MoveForm, now: datetime) -> ResponseReturnValue:
    """Change several dates; or show those that cannot be had, and what can be done with them. Raises Invalid and Conflict."""
    zone = booking.room.location.zone
    change = Change(form.ask(zone), form.means, chosen(), form.edition)
    try:
        actions.move(booking, change, by=current_member(), at=now)
    except NotAll as no:
        return _not_moved(booking, form, queries.lines_in_trouble(booking, change, no, by=current_member(), at=now), no)
    tell(_("Changed. The new invitation is on its way."))
    return go(url_for("booking.show", public_id=booking.public_id))


def _not_moved(booking: Booking, form: MoveForm, lines: list[Line], no: NotAll) -> Response:
    kept = preview.carried(form, [*WHEN, *CARRIED, "scope"])
    number = len(lines)
    context: dict[str, Any] = {
        "heading": _n("One date cannot be had like that", "%(words)s dates cannot be had like that", number,
                      words=capital(count(number))),
        "lede": _("All the others can. Nothing has changed yet; say what becomes of these."),
        "trouble": "",
        "aside": "",
        "lines": preview.shown(lines, chosen(), stay=("stay", _("Leave it as it is"))),
        "kept": kept,
        "action": url_for("booking.move", public_id=booking.public_id),
        "verb": _("Save the change"),
        "needs_reason": False,
    }  # fmt: skip
    return page("bookings/series/preview.html", status=no.status, **context)


def given_back(booking: Booking, scope: Scope, now: datetime) -> ResponseReturnValue:
    """Give several dates back."""
    number = actions.cancel(booking, scope, by=current_member(), at=now)
    tell(_n("One date is given back. Thank you for telling us.", "%(words)s dates are given back. Thank you for telling us.",
            number, words=capital(count(number))))  # fmt: skip
    return go(url_for("booking.show", public_id=booking.public_id))
