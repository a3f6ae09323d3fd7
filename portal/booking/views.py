"""HTTP for rooms and bookings: the day, a room, the form, and one's own bookings."""

from datetime import timedelta

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from portal.booking import actions, daybook, forms, mail, mine, queries, refusal, roompage, sentences, sheet
from portal.booking.behalf.queries import owner
from portal.booking.board import Wish
from portal.booking.daybook import Question
from portal.booking.entry import stay_of
from portal.booking.forms import BookingForm, MoveForm
from portal.booking.grid.rules import RoomDay
from portal.booking.models import Booking
from portal.booking.rules import Refused, Status, Taken
from portal.booking.series import pages as repeating
from portal.booking.waitlist import shown as waitlist
from portal.house import queries as house
from portal.house.models import Location
from portal.ical.invitation import single_file
from portal.kernel import clock
from portal.kernel.errors import Conflict, Invalid, NotFound, PortalError
from portal.kernel.zones import local_date
from portal.members.sessions import current_member
from portal.web.access import Access, access
from portal.web.htmx import is_htmx
from portal.web.pages import go, page, tell
from portal.web.say import say

blueprint = Blueprint("booking", __name__)

REQUESTS = "/requests"
"""The help desk is on a floor above."""
PAST_SHOWN = timedelta(days=92)


# --- The day, and a room --------------------------------------------------------------------------------------


@blueprint.get("/rooms")
@access(Access.MEMBER)
def day() -> ResponseReturnValue:
    """The day of all rooms."""
    question = _question(house.location(request.args.get("location", "")), forms.wish_of())
    book = daybook.write(question, daybook.rooms_on(question))
    return page("rooms/day.html", blocks=("board",), book=book, choosing=is_htmx())


@blueprint.get("/rooms/<slug>")
@access(Access.MEMBER)
def room(slug: str) -> ResponseReturnValue:
    """One room: what it has, and when it is free in the days to come."""
    view = roompage.view(queries.room(slug), current_member(), clock.now(), request.args.get("week"))
    return page("rooms/show.html", **roompage.write(view))


def _question(place: Location, wish: Wish, day: str | None = None) -> Question:
    now = clock.now()
    usual = house.hours_of(place).next_open(now)
    on = forms.day_of(day or request.args.get("day"), today=local_date(now, place.zone), usual=usual)
    return Question(place, on, wish, current_member(), now, as_table=request.args.get("view") == "table")


# --- Booking --------------------------------------------------------------------------------------------------


@blueprint.get("/bookings/new")
@access(Access.MEMBER)
def new() -> ResponseReturnValue:
    """The form, over the day."""
    return _sheet(BookingForm(request.args))


@blueprint.post("/bookings")
@access(Access.MEMBER)
def create() -> ResponseReturnValue:
    """Book it, or say what is in the way and what would be possible."""
    form = BookingForm()
    if not form.validate():
        return _sheet(form, status=422)
    if form.repeats.data:
        return repeating.repeated(form, _sheet, clock.now())
    try:
        ask, whom = form.ask(queries.room(form.slug).location.zone), owner(form.said, by=current_member())
        booking = actions.book(ask, by=current_member(), for_=whom, at=clock.now(), once=form.token)
    except (Invalid, Taken) as no:
        return _refused(form, no, url_for("booking.create"))
    return _booked(booking, form.ticket)


def _booked(booking: Booking, ticket: str) -> ResponseReturnValue:
    """On to the booking; or back to the request that asked for it, where the answer is begun."""
    tell(sentences.booked(booking, by=current_member()))
    show = url_for("booking.show", public_id=booking.public_id)
    return go(f"{REQUESTS}/{ticket}?booked={booking.public_id}" if ticket and current_member().is_staff else show)


def _sheet(form: BookingForm, *, status: int = 200) -> Response:
    question, days = _behind(form)
    book, on_it = daybook.write(question, days), sheet.write(form, question, days)
    return page("rooms/book.html", status=status, book=book, sheet=on_it)


def _behind(form: BookingForm) -> tuple[Question, tuple[RoomDay, ...]]:
    """The day that the form is about; today if what was typed is none."""
    place = queries.room(form.slug).location if form.slug else house.location(request.args.get("location", ""))
    question = _question(place, Wish(), None if form.day.errors else form.day.data)
    return question, daybook.rooms_on(question)


def _refused(form: BookingForm, no: Invalid | Taken, action: str) -> Response:
    """Ways round; or the form once more, where what was typed makes no sense."""
    if not isinstance(no, (Taken, Refused)):
        form.mark(no)
        return _sheet(form, status=no.status)
    question, days = _behind(form)
    zone = question.place.zone
    shown = refusal.write(no, form, form.ask(zone), days, zone)
    book, on_it = daybook.write(question, days), sheet.write(form, question, days)
    return page("rooms/taken.html", status=no.status, book=book, sheet=on_it, no=shown, action=action)


# --- One's own ------------------------------------------------------------------------------------------------


@blueprint.get("/bookings")
@access(Access.MEMBER)
def index() -> ResponseReturnValue:
    """My bookings: what is coming up, and what has been."""
    now = clock.now()
    me = current_member()
    return page("bookings/index.html", waits=waitlist.lines(me, now), **mine.listed(me, now - PAST_SHOWN, now))


@blueprint.get("/bookings/<public_id>")
@access(Access.MEMBER)
def show(public_id: str) -> ResponseReturnValue:
    """One booking, and what can be done with it."""
    return _show(queries.booking_for(current_member(), public_id))


@blueprint.get("/bookings/<public_id>/booking.ics")
@access(Access.MEMBER)
def file(public_id: str) -> ResponseReturnValue:
    """The booking as a file for a calendar."""
    booking = queries.booking_for(current_member(), public_id)
    if booking.status != Status.CONFIRMED:
        raise NotFound
    named = {"Content-Disposition": 'attachment; filename="booking.ics"'}
    return Response(single_file(mail.invitation(booking)), mimetype="text/calendar", headers=named)


@blueprint.post("/bookings/<public_id>/move")
@access(Access.MEMBER)
def move(public_id: str) -> ResponseReturnValue:
    """Another time, another room, other words; or why not, and what would be possible."""
    me, form = current_member(), MoveForm()
    booking = queries.booking_for(me, public_id)
    form.like(booking)
    if not form.validate():
        return _show(booking, form, status=422)
    try:
        return repeating.moved(booking, form, clock.now()) if repeating.is_meant(booking, form) else _moved(booking, form)
    except (Invalid, Conflict) as no:
        return _not_moved(booking, form, no)


def _moved(booking: Booking, form: MoveForm) -> ResponseReturnValue:
    actions.move(booking, form.ask(booking.room.location.zone), by=current_member(), at=clock.now(), seen=form.edition)
    tell(sentences.done(stay_of(booking), held=bool(booking.held_for)))
    return go(url_for("booking.show", public_id=booking.public_id))


@blueprint.post("/bookings/<public_id>/cancellation")
@access(Access.MEMBER)
def cancel(public_id: str) -> ResponseReturnValue:
    """Give the room back."""
    me = current_member()
    booking = queries.booking_for(me, public_id)
    form = MoveForm()
    if repeating.is_meant(booking, form):
        return repeating.given_back(booking, form.means, clock.now())
    actions.cancel(booking, by=me, at=clock.now())
    tell(sentences.given_back(stay_of(booking)))
    return go(url_for("booking.show", public_id=public_id))


def _show(booking: Booking, form: MoveForm | None = None, *, status: int = 200, changed: str = "") -> Response:
    shown = mine.write(booking, form or MoveForm.of(booking), current_member(), clock.now())
    return page("bookings/show.html", status=status, changed=changed, **shown)


def _not_moved(booking: Booking, form: MoveForm, no: PortalError) -> Response:
    """Ways round; or the booking's page, with what was typed and what has changed."""
    if isinstance(no, (Taken, Refused)):
        return _refused(form, no, url_for("booking.move", public_id=booking.public_id))
    if isinstance(no, Invalid):
        form.mark(no)
        return _show(booking, form, status=no.status)
    form.seen.data = str(booking.edition)
    return _show(booking, form, status=no.status, changed=say(no))
