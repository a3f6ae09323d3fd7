"""People as they wish to be known; one's own card; what is remembered about oneself; the front-desk card."""

import secrets
from dataclasses import dataclass

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from portal.directory import actions, policy, queries
from portal.directory.forms import NoteForm, ProfileForm, kinds
from portal.directory.models import Profile
from portal.kernel import clock
from portal.kernel.errors import Invalid, PortalError
from portal.members.models import Member
from portal.members.queries import member_by_public_id
from portal.members.sessions import current_member
from portal.web.access import Access, access
from portal.web.language import _
from portal.web.pages import go, page, tell
from portal.web.say import say

blueprint = Blueprint("directory", __name__)

LONGEST_SEARCH = 80


@dataclass(frozen=True)
class Card:
    """A calling card, as the page needs it."""

    name: str
    short: str
    seal: int
    url: str
    company: str
    about: str
    skills: list[str]
    here: bool = False


# --- The house's people -----------------------------------------------------------------------------


@blueprint.get("/people")
@access(Access.MEMBER)
def index() -> ResponseReturnValue:
    """Who chose to be found; for the desk, everybody."""
    me, words = current_member(), request.args.get("q", "")[:LONGEST_SEARCH].strip()
    found = queries.people(words, for_=me)
    cards = [_card_of(profile, me) for profile in found]
    mine = queries.profile_of(me).listed
    return page("people/index.html", blocks=("found",), cards=cards, q=words, mine=mine, hidden=queries.unlisted_count())


def _card_of(profile: Profile, viewer: Member) -> Card:
    member = profile.member
    endpoint = "directory.card" if viewer.is_staff else "directory.show"
    words = [member.company.name if member.company else "", "" if profile.listed else _("not listed")]
    return Card(
        name=member.name,
        short=member.short,
        seal=member.seal,
        url=url_for(endpoint, public_id=member.public_id),
        company=", ".join(word for word in words if word),
        about=profile.about,
        skills=profile.can_help_with,
    )


@blueprint.get("/people/<public_id>")
@access(Access.MEMBER)
def show(public_id: str) -> ResponseReturnValue:
    """What somebody tells about themself."""
    me = current_member()
    profile = queries.profile_for(me, public_id)
    return page("people/show.html", profile=profile, person=profile.member, is_me=profile.member_id == me.id)


# --- Oneself ----------------------------------------------------------------------------------------


@blueprint.get("/me")
@access(Access.MEMBER)
def me() -> ResponseReturnValue:
    """One's own card, to look over and change."""
    return _mine(ProfileForm.of(queries.profile_of(current_member()).told))


@blueprint.post("/me")
@access(Access.MEMBER)
def tell_about_me() -> ResponseReturnValue:
    """Keep what one tells."""
    form, member = ProfileForm(), current_member()
    if not form.validate():
        return _mine(form, status=422, wrong={field: [sentence] for field, sentence in form.mistakes})
    try:
        actions.write_profile(member, form.ask(queries.profile_of(member).told), by=member, at=clock.now())
    except Invalid as refusal:
        return _mine(form, status=refusal.status, wrong={refusal.field: [say(refusal)]})
    tell(_("Your card is up to date."))
    return go(url_for("directory.me"))


def _mine(form: ProfileForm, *, status: int = 200, wrong: dict[str, list[str]] | None = None) -> Response:
    return page("me/show.html", status=status, form=form, wrong=wrong or {}, person=current_member())


@blueprint.get("/me/remembered")
@access(Access.MEMBER)
def remembered() -> ResponseReturnValue:
    """Everything the desk has written down about oneself, and who has read it."""
    me = current_member()
    lines = queries.remembered_about(me, for_=me, at=clock.now())
    return page("me/remembered.html", lines=lines, readings=queries.readings_of(me))


@blueprint.post("/me/remembered/<public_id>/erasure")
@access(Access.MEMBER)
def forget(public_id: str) -> ResponseReturnValue:
    """Forget a line; no reason needed."""
    me = current_member()
    actions.forget(queries.note_about(me, public_id), by=me, at=clock.now())
    tell(_("Forgotten."))
    return go(url_for("directory.remembered"))


@blueprint.post("/me/remembered/<public_id>/agreement")
@access(Access.MEMBER)
def agree(public_id: str) -> ResponseReturnValue:
    """Yes, what you noticed may stay."""
    me = current_member()
    actions.agree(queries.note_about(me, public_id), by=me, at=clock.now())
    tell(_("Thank you. We keep it."))
    return go(url_for("directory.remembered"))


@blueprint.post("/me/remembered/<public_id>/use")
@access(Access.MEMBER)
def use(public_id: str) -> ResponseReturnValue:
    """Whether a note or a hello may build on this line."""
    me, used = current_member(), request.form.get("used") == "yes"
    actions.use_in_touch(queries.note_about(me, public_id), used=used, by=me, at=clock.now())
    tell(_("We may bring it up.") if used else _("We remember it, and do not bring it up."))
    return go(url_for("directory.remembered"))


# --- The front desk's card --------------------------------------------------------------------------


@blueprint.get("/desk/people/<public_id>")
@access(Access.STAFF)
def card(public_id: str) -> ResponseReturnValue:
    """Who somebody is, for whoever stands at the desk. Reading it is noted."""
    return _desk_card(member_by_public_id(public_id), NoteForm(None, once=secrets.token_urlsafe(16)))


@blueprint.post("/desk/people/<public_id>/notes")
@access(Access.STAFF)
def remember(public_id: str) -> ResponseReturnValue:
    """Write a line down."""
    member, form, me = member_by_public_id(public_id), NoteForm(), current_member()
    if not form.validate():
        return _desk_card(member, form, Invalid(_("Choose what it is about and how we know."), field="kind"))
    try:
        actions.remember(member, form.ask(), by=me, at=clock.now(), once=form.once.data or "")
    except PortalError as refusal:
        return _desk_card(member, form, refusal)
    tell(_("Remembered. %(name)s can see it too.", name=member.first_name))
    return go(url_for("directory.card", public_id=public_id))


@blueprint.post("/desk/people/<public_id>/notes/<note_id>/erasure")
@access(Access.STAFF)
def take_back(public_id: str, note_id: str) -> ResponseReturnValue:
    """Erase a line that one has written oneself."""
    me = current_member()
    actions.forget(queries.note_by(me, note_id), by=me, at=clock.now())
    tell(_("Forgotten."))
    return go(url_for("directory.card", public_id=public_id))


def _desk_card(member: Member, form: NoteForm, refusal: PortalError | None = None) -> Response:
    me, profile = current_member(), queries.profile_of(member)
    lines = [] if member.has_left else queries.remembered_about(member, for_=me, at=clock.now(), way="card")
    return page(
        "people/card.html",
        status=refusal.status if refusal else 200,
        person=member,
        profile=profile,
        lines=lines,
        form=form,
        kinds=kinds(),
        wrong={getattr(refusal, "field", ""): [say(refusal)]} if refusal else {},
        may_remember=policy.can_remember(me, member, may_remember=profile.may_remember),
    )
