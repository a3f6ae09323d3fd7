"""HTTP for series: the page with all its dates. Booking, moving and giving back have the booking's own addresses."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.booking import mine
from portal.booking.series import queries, words
from portal.kernel import clock
from portal.members.sessions import current_member
from portal.web.access import Access, access
from portal.web.pages import page

blueprint = Blueprint("series", __name__)


@blueprint.get("/bookings/series/<public_id>")
@access(Access.MEMBER)
def show(public_id: str) -> ResponseReturnValue:
    """A series with all its dates."""
    series, now = queries.series_for(current_member(), public_id), clock.now()
    dates = queries.live_dates(series)
    coming = [mine.entry(each, now) for each in dates if each.ends_at > now]
    past = [mine.entry(each, now) for each in dates if each.ends_at <= now]
    rule = words.rule(series, len(dates))
    return page("bookings/series/show.html", series=series, rule=rule, coming=coming, past=past)
