"""The address that calendar programs fetch."""

from flask import Blueprint, Response, current_app, request

from portal.calendars import actions
from portal.calendars import queries as links
from portal.calendars.feeds import answers, queries
from portal.calendars.feeds.queries import Feed
from portal.calendars.feeds.strangers import Strangers
from portal.calendars.rules import TOKEN_LENGTH, FeedKind
from portal.ical.event import Header, calendar
from portal.kernel import clock
from portal.web.access import Access, access
from portal.web.csrf import protection
from portal.web.language import _

blueprint = Blueprint("feeds", __name__)

READING = ("GET", "HEAD", "OPTIONS")
# What WebDAV and CalDAV programs try: they are to hear a plain 405, not a page, so the address takes every method.
OTHERS = (
    *("POST", "PUT", "PATCH", "DELETE", "PROPFIND", "PROPPATCH", "REPORT"),
    *("MKCALENDAR", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "ACL"),
)


@blueprint.route("/cal/<token>/<slug>.ics", methods=[*READING, *OTHERS])
@access(Access.TOKEN)
@answers.plainly
def show(token: str, slug: str) -> Response:  # noqa: ARG001 - the last word only names the calendar
    """The calendar behind a secret address."""
    if request.method == "OPTIONS":
        return answers.words("", 204, Allow=", ".join(READING))
    if request.method in OTHERS:
        return answers.words(_("This calendar is for reading."), 405, Allow=", ".join(READING))
    link = links.link_of(token) if len(token) == TOKEN_LENGTH else None
    if link is None:
        _strangers().count(request.remote_addr or "", now=clock.now())
        return answers.words(_("There is no calendar at this address."), 404)
    if not link.is_live:
        return answers.words(_("This calendar link was revoked. Its owner can make a new one."), 410)
    actions.note_fetch(link, user_agent=request.user_agent.string, at=clock.now())
    return _fetched(queries.feed(link.kind, link.member, link.room))


protection.exempt(show)


def _strangers() -> Strangers:
    known: Strangers = current_app.extensions.setdefault("grove_calendar_strangers", Strangers())
    return known


def _fetched(feed: Feed) -> Response:
    header, now = header_of(feed), clock.now()
    edition = queries.edition(feed, now, header)
    if answers.is_known(edition):
        return answers.unchanged(edition)
    return answers.whole(calendar(header, queries.events(feed, now)), edition, filename=f"{feed.slug}.ics")


def header_of(feed: Feed) -> Header:
    """What the calendar says about itself."""
    if feed.kind is FeedKind.ROOM and feed.room:
        name = _("%(room)s, %(house)s", room=feed.room.name, house=feed.place.full_name)
        return Header(name, _("When %(room)s is taken.", room=feed.room.name))
    name = _("%(house)s: my bookings", house=feed.place.name)
    return Header(name, _("The rooms you have booked."), color="darkgreen", hex_color="#006400")
