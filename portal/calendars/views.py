"""The subscribe page: choose a feed, see what it holds, make a link to it, revoke one."""

import secrets
from collections.abc import Sequence

from flask import Blueprint, Response, current_app, request, url_for
from flask.typing import ResponseReturnValue

from portal.booking.models import Room
from portal.booking.queries import rooms_of
from portal.calendars import actions, queries
from portal.calendars.feeds import queries as feeds
from portal.calendars.feeds import views as feed_views
from portal.calendars.feeds.preview import preview
from portal.calendars.forms import LinkForm
from portal.calendars.models import CalendarLink
from portal.db.once import AlreadyDone
from portal.house import queries as houses
from portal.kernel import clock
from portal.kernel.errors import Invalid, PortalError
from portal.members.sessions import current_member
from portal.web.access import Access, access
from portal.web.language import _
from portal.web.pages import go, page, tell
from portal.web.say import say

blueprint = Blueprint("calendars", __name__)
blueprint.register_blueprint(feed_views.blueprint)


@blueprint.get("/calendars")
@access(Access.MEMBER)
def index() -> ResponseReturnValue:
    """The feeds, a look into the chosen one, and the links one has."""
    return _shown(LinkForm(request.args))


@blueprint.post("/calendars/links")
@access(Access.MEMBER)
def make() -> ResponseReturnValue:
    """A new link; the page that answers is the only place where its address ever stands."""
    form = LinkForm()
    try:
        wanted = form.wanted(_rooms())
        link, token = actions.make_link(wanted, by=current_member(), at=clock.now(), once=form.once.data or "")
    except AlreadyDone:
        tell(_("That link was made already. Its address is shown only once: if you did not copy it, make another."))
        return go(url_for("calendars.index"))
    except PortalError as refusal:
        return _shown(form, refusal)
    return page("calendars/link.html", link=link, at=_addresses(link, token))


@blueprint.post("/calendars/links/<public_id>/revocation")
@access(Access.MEMBER)
def revoke(public_id: str) -> ResponseReturnValue:
    """Stop one of one's own links."""
    me = current_member()
    link = queries.link_for(me, public_id)
    actions.revoke(link, by=me, at=clock.now())
    tell(_("The link “%(label)s” stopped at once.", label=link.label))
    return go(url_for("calendars.index"))


def _shown(form: LinkForm, refusal: PortalError | None = None) -> Response:
    me, rooms = current_member(), _rooms()
    feed = feeds.feed(form.kind, me, form.chosen(rooms))
    field = refusal.field if isinstance(refusal, Invalid) else ""
    return page(
        "calendars/index.html",
        blocks=("chosen",),
        status=refusal.status if refusal else 200,
        rooms=[(room.slug, room.name) for room in rooms],
        feed=feed,
        entries=preview(feed, clock.now()),
        zone=feed.zone,
        links=queries.links_of(me),
        label=form.label.data or "",
        wrong={field or None: [say(refusal)]} if refusal else {},
        once=secrets.token_urlsafe(16),
    )


def _rooms() -> Sequence[Room]:
    return [room for place in houses.locations() for room in rooms_of(place)]


def _addresses(link: CalendarLink, token: str) -> dict[str, str]:
    """The address to copy, and the same for programs that open calendars by a click."""
    slug = link.room.slug if link.room else "bookings"
    address = current_app.config["GROVE"].base_url + url_for("calendars.feeds.show", token=token, slug=slug)
    return {"address": address, "webcal": "webcal:" + address.partition(":")[2]}
