"""Reads of series: for somebody, the dates a change is for, and what stands in the way of each."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.booking import queries as bookings
from portal.booking.guard import actions as guard
from portal.booking.guard.queries import Claim, Space
from portal.booking.models import Booking
from portal.booking.queries import LIVE
from portal.booking.rules import Ask, Privacy, Refused, Status, Stay, Taken, Way, WayKind
from portal.booking.series import policy
from portal.booking.series.models import Series
from portal.booking.series.plan import Change, Draft, Kept, Line, NotAll, days_moved, merged, slot_of
from portal.booking.series.rules import Scope
from portal.booking.ways.queries import ways_round
from portal.db.base import db
from portal.kernel.errors import NotFound
from portal.kernel.zones import SkippedTime, local_date
from portal.members.models import Member

WAYS_SHOWN = 3
GIVEN_BACK = (Status.CANCELLED, Status.RELEASED)


def series_for(member: Member, public_id: str) -> Series:
    """The series, if this member may know of it; else NotFound, also when it exists."""
    found = db.session.scalar(select(Series).where(Series.public_id == public_id))
    if found is None or not policy.can_see(member, found):
        raise NotFound
    return found


def dates_for(booking: Booking, scope: Scope, *, now: datetime) -> list[Booking]:
    """The dates of its series that a change made on this booking is for: live, and not begun."""
    query = select(Booking).where(Booking.series_id == booking.series_id, Booking.status.in_(LIVE), Booking.starts_at > now)
    if scope == Scope.ONE:
        query = query.where(Booking.id == booking.id)
    elif scope == Scope.FOLLOWING:
        query = query.where(Booking.series_date >= booking.series_date)
    return list(db.session.scalars(query.order_by(Booking.series_date)))


def live_dates(series: Series) -> list[Booking]:
    """Every date that was not given back, also those that are over, in the order of the rule."""
    query = select(Booking).where(Booking.series_id == series.id, Booking.status.not_in(GIVEN_BACK))
    return list(db.session.scalars(query.order_by(Booking.series_date)))


def stands_apart(booking: Booking, series: Series) -> bool:
    """Whether this date is in another room or at another time than the rule has it."""
    if booking.series_date is None or booking.room_id != series.room_id:
        return True
    return booking.slot != slot_of(booking.series_date, series.starts, series.lasts, series.zone)


def as_it_is(booking: Booking) -> Kept:
    """The date before the change, as it would be asked for."""
    ask = Ask(
        room=booking.room.slug,
        slot=booking.slot,
        title=booking.title,
        people=booking.people,
        privacy=Privacy(booking.privacy),
        needs=booking.needs,
        wants=tuple(booking.wants),
        guests=tuple(guest.as_typed for guest in booking.guests),
    )
    return Kept(ask, booking.room.location.zone)


def lines(draft: Draft, *, by: Member, at: datetime) -> list[Line]:
    """Every date, whether it is free as asked for, and what would be possible where it is not. Looks, and locks nothing."""
    room = bookings.room(draft.ask.room)
    space = Space(room, [part.id for part in room.parts])
    found = []
    for day in draft.dates:
        try:
            ask = draft.wished(day)
        except SkippedTime as skipped:
            found.append(Line(day, None, skipped))
            continue
        stay = Stay(room.slug, room.name, ask.slot, draft.zone)
        found.append(_looked_at(Line(day, stay), Claim(ask, by, at), space))
    return found


def _looked_at(line: Line, claim: Claim, space: Space) -> Line:
    try:
        guard.check(claim, space)
        guard.look(claim, space)
    except Taken as taken:
        return Line(line.on, line.stay, taken, _ways(line, claim))
    except Refused as refused:
        return Line(line.on, line.stay, refused)
    return line


def _ways(line: Line, claim: Claim) -> tuple[Way, ...]:
    """Another room then, or this room at another time of that day."""
    found: Sequence[Way] = ways_round(claim)
    kinds = (WayKind.OTHER_ROOM, WayKind.SAME_ROOM)
    same_day = [way for kind in kinds for way in found if way.kind == kind and _is_simple(way, line)]
    return tuple(same_day[:WAYS_SHOWN])


def _is_simple(way: Way, line: Line) -> bool:
    """Whether it is on the same date and as long: what a line can say."""
    stay = line.stay
    return (
        stay is not None
        and local_date(way.stay.slot.starts_at, way.stay.zone) == line.on
        and way.stay.slot.lasts == stay.slot.lasts
    )


def lines_in_trouble(booking: Booking, change: Change, no: NotAll, *, by: Member, at: datetime) -> list[Line]:
    """The dates that cannot be changed like that, and what would be possible for each."""
    shown, days = as_it_is(booking), timedelta(days=days_moved(as_it_is(booking), change.ask))
    found = []
    for each in dates_for(booking, change.scope, now=at):
        day = each.series_date
        if day is None or day not in no.troubles:
            continue
        with suppress(SkippedTime):
            ask = merged(as_it_is(each), shown, change.ask, day + days)
            stay = Stay(ask.room, bookings.room(ask.room).name, ask.slot, shown.zone)
            line = Line(day, stay, no.troubles[day])
            found.append(Line(day, stay, no.troubles[day], _ways(line, Claim(ask, by, at))))
            continue
        found.append(Line(day, None, no.troubles[day]))
    return found
