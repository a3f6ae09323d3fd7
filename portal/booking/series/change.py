"""The steps of a change of several dates, which are meant, what each becomes, and what becomes of the rule."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from portal.booking import policy
from portal.booking import queries as bookings
from portal.booking.actions import CHANGED, NOT_YOURS, resettle, rewrite
from portal.booking.entry import give_up, note, stay_of, titled
from portal.booking.guard import actions as guard
from portal.booking.guard.queries import Claim, Space
from portal.booking.limits.rules import excused_when_moving
from portal.booking.models import Booking
from portal.booking.rules import Ask, Refused, Taken
from portal.booking.series import queries
from portal.booking.series.models import Series, rise
from portal.booking.series.plan import Change, Kept, NotAll, days_moved, merged
from portal.booking.series.rules import Scope
from portal.db.base import db
from portal.db.types import new_public_id
from portal.kernel.errors import Conflict, PortalError
from portal.kernel.words import N_
from portal.kernel.zones import SkippedTime, local, local_date

NOTHING_TO_COME = N_("No date of this series is still to come.")
MINUTE = timedelta(minutes=1)
Asks = dict[date, Ask | None]


def targets_of(booking: Booking, scope: Scope, spaces: dict[str, Space], claim: Claim) -> list[Booking]:
    """The dates that are meant, as they are behind the lock. Raises Conflict or Forbidden."""
    targets = queries.dates_for(booking, scope, now=claim.at)
    policy.require(policy.can_see(claim.by, booking), NOT_YOURS)
    for each in targets:
        policy.require(policy.can_change(claim.by, each, now=claim.at), NOT_YOURS)
        if each.room.slug not in spaces:
            raise has_changed(each)
    if not targets:
        raise Conflict(NOTHING_TO_COME)
    return targets


def has_changed(booking: Booking) -> Conflict:
    """Somebody else was quicker."""
    stay = stay_of(booking)
    return Conflict(CHANGED, room=stay.name, starts=local(stay.slot.starts_at, stay.zone))


def series_of(booking: Booking) -> Series:
    """The series that it is a date of."""
    if booking.series is None:
        raise Conflict(NOTHING_TO_COME)
    return booking.series


def asks_for(targets: Sequence[Booking], shown: Kept, change: Change) -> Asks:
    """What each date is to be; nothing for one that is given back. Raises NotAll for those that the clocks skip."""
    asks: Asks = {}
    skipped: dict[date, PortalError] = {}
    days = timedelta(days=days_moved(shown, change.ask))
    for each in targets:
        day, kept = each.series_date or local_date(each.starts_at, shown.zone), queries.as_it_is(each)
        choice = change.choices.get(day)
        if choice and (choice.stays or choice.is_out):
            asks[day] = kept.ask if choice.stays else None
            continue
        try:
            ask = merged(kept, shown, change.ask, day + days)
            asks[day] = choice.on(ask, kept.zone) if choice else ask
        except SkippedTime as no:
            skipped[day] = no
    if skipped:
        raise NotAll(skipped)
    return asks


def resettled(targets: Sequence[Booking], asks: Asks, spaces: dict[str, Space], claim: Claim) -> bool:
    """Give each of these its new room and time, or only its new words; or raise NotAll. Whether any room or time has changed."""
    wanted = [(each, asks[each.series_date]) for each in targets if each.series_date]
    moving = [(each, ask) for each, ask in wanted if ask and (ask.room, ask.slot) != (each.room.slug, each.slot)]
    ids = {each.id for each, _ in moving}
    for each, ask in wanted:
        if ask is None:
            give_up(each, spaces[each.room.slug], at=claim.at)
            note("booking.cancelled", each, by=claim.by)
        elif each.id not in ids:
            rewrite(each, ask, at=claim.at)
    # All of them first: a series that begins later may take the room after itself.
    for each, _ in moving:
        guard.vacate(each)
    _placed(moving, spaces, claim)
    return bool(moving) or any(ask is None for _, ask in wanted)


def _placed(moving: Sequence[tuple[Booking, Ask]], spaces: dict[str, Space], claim: Claim) -> None:
    """Every one of them in its new place; or NotAll, once every one has been looked at."""
    troubles: dict[date, PortalError] = {}
    for each, ask in moving:
        one, space = replace(claim, ask=ask), spaces[ask.room]
        try:
            bent = guard.check(one, space, excused=excused_when_moving(ask, each.slot, each.room.slug))
            guard.look(one, space, moving=each.id)
        except (Taken, Refused) as no:
            troubles[each.series_date or date.min] = no
        else:
            resettle(each, one, space, bent)
    if troubles:
        raise NotAll(troubles)


def carried_on(series: Series, targets: Sequence[Booking], shown: Kept, change: Change) -> Series:
    """The series as it is now: the same one if all of it changed at the same weekdays, else another one from here on."""
    at, days = targets[0].changed_at, days_moved(shown, change.ask)
    meant = {each.id for each in targets}
    kept = [each for each in queries.live_dates(series) if each.id not in meant]
    live = [each for each in targets if each.is_live]
    new = _parted(series, live, days) if (kept or days) and live else series
    was = shown.ask
    if change.ask.room != was.room:
        new.room = bookings.room(change.ask.room)
    begins = local(change.ask.slot.starts_at, shown.zone).time()
    if begins != shown.begins.time():
        new.starts = begins
    if change.ask.slot.lasts != was.slot.lasts:
        new.lasts_minutes = change.ask.slot.lasts // MINUTE
    new.title = titled(change.ask) if change.ask.title != was.title else new.title
    for each in {series, new}:
        risen(each, at=at)
    return new


def _parted(series: Series, live: Sequence[Booking], days: int) -> Series:
    """Another series for these dates, `days` later than the rule had them."""
    later = timedelta(days=days)
    first = min(each.series_date for each in live if each.series_date)
    new = Series(
        public_id=new_public_id(),
        member_id=series.member_id,
        made_by_id=series.made_by_id,
        room=series.room,
        rule=series.pattern.shifted(days).text,
        zone_name=series.zone_name,
        first_on=first + later,
        until_on=series.until_on + later,
        starts=series.starts,
        lasts_minutes=series.lasts_minutes,
        title=series.title,
        sequence=0,
        made_at=series.made_at,
        changed_at=series.changed_at,
    )
    db.session.add(new)
    db.session.flush()
    for each in live:
        each.series, each.series_date = new, (each.series_date or first) + later
    db.session.flush()
    return new


def risen(series: Series, *, at: datetime) -> None:
    """Calendars take the next invitation for a newer one."""
    db.session.flush()
    rise(series)
    series.changed_at = at
    db.session.flush()
