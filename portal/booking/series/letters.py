"""Which letters go when a series is made or changed: in one thread, so that they arrive in order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from portal.booking import mail as one_by_one
from portal.booking.models import Booking
from portal.booking.series import mail, queries
from portal.booking.series.models import Series
from portal.ical.invitation import Invitation
from portal.members.models import Member
from portal.outbox.actions import post


@dataclass(frozen=True)
class Before:
    """What calendars have of a series before it changes: the whole, and the dates with an entry of their own."""

    series: Series
    whole: Invitation
    times: int
    own: tuple[tuple[Booking, Invitation], ...]

    def gone(self, *, at: datetime) -> list[tuple[Booking, Invitation]]:
        """The entries that stand for nothing any more: a calendar would keep them beside the new rule."""
        number = self.series.sequence
        return [(each, replace(entry, sequence=number, stamp=at)) for each, entry in self.own if not self._still(each, entry)]

    def _still(self, booking: Booking, entry: Invitation) -> bool:
        series = self.series
        if not booking.is_live or booking.series_id != series.id or booking.series_date is None:
            return False
        return entry.stands_for == series.wall(booking.series_date) and queries.stands_apart(booking, series)


def before(series: Series, *, at: datetime) -> Before:
    """How it stands now."""
    dates = queries.live_dates(series)
    apart = [each for each in dates if each.starts_at > at and queries.stands_apart(each, series)]
    return Before(
        series, mail.invitation(series, dates), len(dates), tuple((each, one_by_one.invitation(each)) for each in apart)
    )


def post_booked(series: Series, dates: Sequence[Booking], *, by: Member, at: datetime) -> None:
    """One for all, and one for each date that stands apart."""
    post(mail.booked(series, dates, by=by), at=at)
    _post_apart(series, dates, by=by, at=at)


def post_changed(was: Before, new: Series, *, by: Member, at: datetime) -> None:
    """For the series as it is now; and where another one goes on from here, for what is left of the old one."""
    if new is not was.series:
        post_rest(was, by=by, at=at, moved_on=True)
    elif not queries.live_dates(new):
        post_rest(was, by=by, at=at)
        return
    else:
        _post_gone(was, by=by, at=at)
    dates = queries.live_dates(new)
    post(mail.changed(new, dates, by=by), at=at)
    _post_apart(new, dates, by=by, at=at)


def post_rest(was: Before, *, by: Member, at: datetime, moved_on: bool = False) -> None:
    """What is left of the series; or, if nothing is, that it leaves the calendar."""
    series, dates = was.series, queries.live_dates(was.series)
    if dates:
        _post_gone(was, by=by, at=at)
        post(mail.shortened(series, dates, by=by), at=at)
        _post_apart(series, dates, by=by, at=at)
        return
    whole = replace(was.whole, sequence=series.sequence, stamp=at)
    post(mail.ended(series, whole, was.times, by=by, moved_on=moved_on), at=at)


def _post_gone(was: Before, *, by: Member, at: datetime) -> None:
    for booking, entry in was.gone(at=at):
        post(mail.withdrawn(was.series, booking, entry, by=by), at=at)


def _post_apart(series: Series, dates: Sequence[Booking], *, by: Member, at: datetime) -> None:
    for each in dates:
        if each.starts_at > at and queries.stands_apart(each, series):
            post(mail.apart(series, each, by=by), at=at)
