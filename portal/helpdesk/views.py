"""HTTP for requests: a member's own, and the desk's queue."""

from collections.abc import Callable
from secrets import token_urlsafe

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from portal.booking import queries as booking_queries
from portal.helpdesk import actions, policy, queries, rules, shown
from portal.helpdesk.forms import AskForm, MessageForm, PlanForm, kind_of
from portal.helpdesk.models import Ticket
from portal.helpdesk.reader import Reader
from portal.house import queries as house_queries
from portal.kernel import clock
from portal.kernel.errors import Conflict, Invalid, PortalError
from portal.members.sessions import current_member
from portal.web.access import Access, access
from portal.web.language import _
from portal.web.pages import go, page, tell
from portal.web.say import say

blueprint = Blueprint("helpdesk", __name__)

NOTHING_TYPED = {"words": "", "internal": "", "next_action": "", "next_action_on": ""}


def reader() -> Reader:
    """Who is looking, now, by the house's clock."""
    return Reader(current_member(), clock.now(), house_queries.location().zone)


@blueprint.get("/requests")
@access(Access.MEMBER)
def index() -> ResponseReturnValue:
    """What I have asked."""
    mine = queries.requests_of(current_member())
    open_, closed = ([ticket for ticket in mine if ticket.is_closed is shut] for shut in (False, True))
    return page("requests/index.html", open=shown.lines(open_, reader()), closed=shown.lines(closed, reader()))


@blueprint.get("/requests/new")
@access(Access.MEMBER)
def new() -> ResponseReturnValue:
    """One field, perhaps filled in by the page one comes from."""
    return _new(AskForm(request.args))


def _new(form: AskForm, *, status: int = 200, wrong: PortalError | None = None) -> ResponseReturnValue:
    rooms = [("", _("No room in particular")), *((room.slug, room.name) for room in queries.rooms())]
    once = form.once.data or token_urlsafe()
    return page("requests/new.html", status=status, wrong=_wrong(wrong), once=once, form=form, rooms=rooms, most=rules.MOST_WORDS)


def _wrong(error: PortalError | None) -> dict[str | None, list[str]]:
    """The error as a form's page lists it."""
    return {getattr(error, "field", "") or None: [say(error)]} if error else {}


@blueprint.post("/requests")
@access(Access.MEMBER)
def create() -> ResponseReturnValue:
    """Ask."""
    form = AskForm()
    try:
        ticket = actions.ask(form.asking(), by=current_member(), at=clock.now())
    except Invalid as mistake:
        return _new(form, status=mistake.status, wrong=mistake)
    tell(_("We have it. Its number is %(number)s.", number=ticket.reference))
    return go(_address(ticket))


def _address(ticket: Ticket) -> str:
    return url_for("helpdesk.show", reference=ticket.reference)


@blueprint.get("/requests/<reference>")
@access(Access.MEMBER)
def show(reference: str) -> ResponseReturnValue:
    """One request: whoever asked sees their side, the desk its own."""
    ticket = queries.ticket_for(current_member(), reference)
    return _shown(ticket, begun=_answer(ticket, request.args.get("booked", "")))


def _answer(ticket: Ticket, booked: str) -> str:
    """What the desk may answer who has just booked for whoever asked."""
    if not booked or not policy.can_work_on(current_member(), ticket):
        return ""
    booking = booking_queries.booking_for(current_member(), booked)
    return shown.answer_with(booking) if booking.member_id == ticket.member_id else ""


def _shown(ticket: Ticket, *, wrong: PortalError | None = None, begun: str = "") -> ResponseReturnValue:
    """The request's page, after a refusal with what was typed."""
    template = "requests/desk.html" if policy.can_work_on(current_member(), ticket) else "requests/show.html"
    typed = NOTHING_TYPED | {"words": begun} | request.form.to_dict()
    context = shown.page_of(ticket, reader())
    return page(
        template, status=wrong.status if wrong else 200, wrong=_wrong(wrong), typed=typed, once=token_urlsafe(), **context
    )


def _do(reference: str, deed: Callable[[Ticket], None]) -> ResponseReturnValue:
    """Do something with a request and show it; what was refused is said there, and nothing typed is lost."""
    ticket = queries.ticket_for(current_member(), reference)
    try:
        deed(ticket)
    except (Invalid, Conflict) as refusal:
        return _shown(queries.ticket_for(current_member(), reference), wrong=refusal)
    return go(_address(ticket))


@blueprint.post("/requests/<reference>/messages")
@access(Access.MEMBER)
def write(reference: str) -> ResponseReturnValue:
    """Add a word: the member's, the desk's answer, or a note that only the desk reads."""
    form, by, at = MessageForm(), current_member(), clock.now()

    def deed(ticket: Ticket) -> None:
        if not policy.can_work_on(by, ticket):
            actions.write(ticket, form.saying(), by=by, at=at)
        elif form.internal.data:
            actions.note_for_the_desk(ticket, form.saying(), by=by, at=at)
        else:
            actions.reply(ticket, form.saying(), by=by, at=at, asks=bool(form.asks.data))

    return _do(reference, deed)


@blueprint.post("/requests/<reference>/confirmation")
@access(Access.MEMBER)
def confirm(reference: str) -> ResponseReturnValue:
    """It is fixed."""
    return _do(reference, lambda ticket: actions.confirm(ticket, by=current_member(), at=clock.now()))


@blueprint.post("/requests/<reference>/reopening")
@access(Access.MEMBER)
def reopen(reference: str) -> ResponseReturnValue:
    """It is not fixed, or not any more."""
    words = request.form.get("words", "")
    return _do(reference, lambda ticket: actions.reopen(ticket, words, by=current_member(), at=clock.now()))


# --- The desk ---------------------------------------------------------------------------------------------


@blueprint.get("/desk/requests")
@access(Access.STAFF)
def queue() -> ResponseReturnValue:
    """All requests, those that wait for someone first."""
    member, looking = current_member(), reader()
    return page(
        "requests/queue.html",
        waiting=shown.lines(queries.waiting(member), looking),
        taken=shown.lines(queries.taken(member), looking),
        answered=shown.lines(queries.answered(member), looking),
        closed=shown.lines(queries.lately_closed(member), looking),
    )


@blueprint.post("/requests/<reference>/claim")
@access(Access.STAFF)
def claim(reference: str) -> ResponseReturnValue:
    """I see it through."""
    return _do(reference, lambda ticket: actions.claim(ticket, by=current_member(), at=clock.now()))


@blueprint.post("/requests/<reference>/plan")
@access(Access.STAFF)
def plan(reference: str) -> ResponseReturnValue:
    """What happens next, and by when."""
    form, at = PlanForm(), clock.now()
    action = form.next_action.data or ""
    return _do(reference, lambda ticket: actions.plan(ticket, action, form.day(), by=current_member(), at=at))


@blueprint.post("/requests/<reference>/kind")
@access(Access.STAFF)
def sort(reference: str) -> ResponseReturnValue:
    """What kind of request it is."""
    word = request.form.get("kind", "")
    return _do(reference, lambda ticket: actions.sort(ticket, kind_of(word), by=current_member(), at=clock.now()))
