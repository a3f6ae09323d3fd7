"""The door: signing in and out, and where one is signed in."""

from typing import Any

from flask import Blueprint, Response, current_app, make_response, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from portal.kernel import clock
from portal.kernel.errors import PortalError, TooMany
from portal.members import actions, queries, sessions
from portal.members.forms import Kept, SignInForm
from portal.members.sessions import current_member
from portal.web import errors
from portal.web.access import Access, access
from portal.web.language import _
from portal.web.pages import go, page, tell
from portal.web.say import say

blueprint = Blueprint("members", __name__)

# Cookies stay: the directive would take those of every other site under the same domain along.
FORGET = '"cache", "storage"'
DEMO_PEOPLE = ("ada@grove.example", "ben@grove.example", "cleo@grove.example", "max@grove.example")
DEMO_PASSWORD = "grove-demo"  # noqa: S105 - shown on the page of a demo house


@blueprint.get("/sign-in")
@access(Access.PUBLIC)
def sign_in() -> ResponseReturnValue:
    """The door; whoever is in already goes on."""
    form = SignInForm(request.args)
    return go(form.onward) if current_user.is_authenticated else _door(form)


@blueprint.post("/sign-in")
@access(Access.PUBLIC)
def come_in() -> ResponseReturnValue:
    """Let in whoever knows the password; the same answer for everybody else."""
    form, now = SignInForm(), clock.now()
    if not form.validate():
        return _door(form, status=422, sentence=_("We need both: your e-mail address and your password."))
    try:
        member = actions.recognise(form.account, form.password.data or "", keys=sessions.keys_for(form.account), at=now)
    except PortalError as refusal:
        return _refused(form, refusal)
    sessions.sign_in(member, at=now)
    return _back_to_it(kept) if (kept := Kept.of(request.form)) else go(form.onward)


@blueprint.post("/sign-out")
@access(Access.PUBLIC)
def sign_out() -> ResponseReturnValue:
    """Out, here and in every copy of the cookie; the browser forgets what it kept."""
    sessions.sign_out(at=clock.now())
    tell(_("You are signed out. See you soon."))
    response = make_response(go(url_for("members.sign_in")))
    response.headers["Clear-Site-Data"] = FORGET
    return response


@blueprint.errorhandler(CSRFError)
def stale(error: CSRFError) -> ResponseReturnValue:
    """A sign-in form that was open for long is simply shown again; every other form is kept as usual."""
    if request.endpoint != "members.come_in":
        return errors.stale(error)
    return _door(SignInForm(), status=403, sentence=_("This page was open for a long time. Please sign in once more."))


def _door(form: SignInForm, *, status: int = 200, sentence: str = "") -> Response:
    kept = Kept.of(request.form)
    said: dict[str, Any] = {"status": status, "sentence": sentence, "email": form.account}
    if kept:
        return page("errors/again.html", title=_("Come in again"), ready=False, address=kept.address, typed=kept.typed, **said)
    onward = form.next.data or ""
    return page("members/sign_in.html", onward=onward, people=_demo_people(), demo_password=DEMO_PASSWORD, **said)


def _refused(form: SignInForm, refusal: PortalError) -> Response:
    answer = _door(form, status=refusal.status, sentence=say(refusal))
    if isinstance(refusal, TooMany):
        answer.headers["Retry-After"] = str(refusal.retry_after)
    return answer


def _back_to_it(kept: Kept) -> Response:
    """Signed in again: what was typed before is one click away."""
    sentence = _("You are back. Here is what you had typed; look it over and send it.")
    title = _("Once more, to be safe")
    return page("errors/again.html", title=title, sentence=sentence, ready=True, address=kept.address, typed=kept.typed)


def _demo_people() -> list[object]:
    return list(queries.with_addresses(DEMO_PEOPLE)) if current_app.config["GROVE"].demo else []


# --- Where one is signed in -------------------------------------------------------------------------


@blueprint.get("/me/sessions")
@access(Access.MEMBER)
def devices() -> ResponseReturnValue:
    """Every device that is signed in to this account."""
    me = current_member()
    live = queries.sessions_of(me, idle=sessions.idle_of(me), now=clock.now())
    return page("members/sessions.html", sessions=live, this=sessions.current_session())


@blueprint.post("/me/sessions/<public_id>/ending")
@access(Access.MEMBER)
def end_session(public_id: str) -> ResponseReturnValue:
    """End one of one's own."""
    me = current_member()
    actions.end_session(queries.session_of(me, public_id), by=me, at=clock.now())
    tell(_("That device is signed out."))
    return go(url_for("members.devices"))


@blueprint.post("/me/sessions/ending")
@access(Access.MEMBER)
def end_others() -> ResponseReturnValue:
    """End all of one's own but this one."""
    me = current_member()
    actions.end_sessions(me, by=me, at=clock.now(), but=sessions.current_session())
    tell(_("Every other device is signed out."))
    return go(url_for("members.devices"))
