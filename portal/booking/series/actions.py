"""The verbs of series: book, move, give back several dates at once, all of them or none."""

from collections.abc import Iterable
from datetime import date, datetime

from portal.booking import policy
from portal.booking import queries as bookings
from portal.booking.actions import FOR_ONESELF, admit
from portal.booking.entry import give_up, note, titled
from portal.booking.feed import actions as feed
from portal.booking.guard.queries import Claim, Space, locked
from portal.booking.models import Booking
from portal.booking.rules import Ask, Refused, Taken
from portal.booking.series import letters, queries
from portal.booking.series.change import (
    MINUTE,
    asks_for,
    carried_on,
    has_changed,
    resettled,
    risen,
    series_of,
    targets_of,
)  # fmt: skip
from portal.booking.series.models import Series
from portal.booking.series.plan import Change, Draft, NotAll, days_moved
from portal.booking.series.rules import Freq, Scope
from portal.booking.waitlist.offers import freed
from portal.booking.waitlist.queries import around
from portal.db import once as forms
from portal.db.base import db
from portal.db.types import new_public_id
from portal.db.unit import transaction
from portal.kernel.errors import Invalid, PortalError
from portal.kernel.slots import Slot
from portal.kernel.words import N_
from portal.kernel.zones import SkippedTime
from portal.members import audit
from portal.members.models import Member

NOTHING_LEFT = N_("Every date is left out. Keep at least one of them.")
KEEPS_ITS_DAY = N_("A series that comes monthly keeps to its day. Move single dates, or begin another series.")


def book(draft: Draft, *, by: Member, at: datetime, once: str = "", for_: Member | None = None) -> Booking:
    """Book every date that is not left out, all or none; the letters go with it. Returns the first date's booking.

    The same form sent again (`once`) leads to the same series. Raises NotAll with what speaks against which date,
    Invalid if every date is left out, NotFound without such a room, Forbidden.
    """
    owner, made = for_ or by, new_public_id()
    asks = _asked(draft)
    with transaction():
        spaces = locked(*{draft.ask.room, *(ask.room for ask in asks.values())})
        if not forms.spend(once, made=made, at=at):
            return bookings.made_by_form(once, by)
        policy.require(policy.can_book(by, owner), FOR_ONESELF)
        series = _begun(draft, spaces[draft.ask.room], owner, Claim(draft.ask, by, at))
        _hold_feeds(spaces.values(), owner, at=at)
        claims = {day: Claim(ask, by, at) for day, ask in asks.items()}
        booked = _admitted(series, claims, spaces, made=made)
        audit.note("series.made", about=f"series:{series.public_id}", by=by, at=at, detail=f"dates={len(booked)}")
        letters.post_booked(series, booked, by=by, at=at)
    return booked[0]


def move(booking: Booking, change: Change, *, by: Member, at: datetime) -> None:
    """Change every date that the scope means, all or none; what was changed singly and is not touched now stays.

    Raises NotAll, Conflict if the booking has changed since the form was opened, Invalid, Forbidden.
    """
    rooms = {each.room.slug for each in queries.dates_for(booking, change.scope, now=at)}
    chosen = {choice.room for choice in change.choices.values() if choice.room}
    with transaction():
        spaces = locked(*around(*rooms, booking.room.slug), *chosen, change.ask.room)
        targets = targets_of(booking, change.scope, spaces, Claim(change.ask, by, at))
        if change.seen not in {None, booking.edition}:
            raise has_changed(booking)
        series, shown = series_of(booking), queries.as_it_is(booking)
        days = days_moved(shown, change.ask)
        if days and series.pattern.freq == Freq.MONTHLY:
            raise Invalid(KEEPS_ITS_DAY, field="day")
        asks = asks_for(targets, shown, change)
        stays = [each for each in targets if each.series_date and asks.get(each.series_date) != queries.as_it_is(each).ask]
        _hold_feeds(spaces.values(), booking.member, at=at)
        was = letters.before(series, at=at)
        were = [each.slot for each in stays]
        moved = resettled(stays, asks, spaces, Claim(change.ask, by, at))
        if not moved:
            return
        new = carried_on(series, targets, shown, change)
        letters.post_changed(was, new, by=by, at=at)
        _offer(spaces, were, at=at)


def cancel(booking: Booking, scope: Scope, *, by: Member, at: datetime) -> int:
    """Give back every date that the scope means, and say how many; the letter goes with it. Raises Conflict, Forbidden."""
    rooms = {each.room.slug for each in queries.dates_for(booking, scope, now=at)}
    with transaction():
        spaces = locked(*around(*rooms, booking.room.slug))
        targets = targets_of(booking, scope, spaces, Claim(queries.as_it_is(booking).ask, by, at))
        _hold_feeds(spaces.values(), booking.member, at=at)
        series = series_of(booking)
        was = letters.before(series, at=at)
        for each in targets:
            give_up(each, spaces[each.room.slug], at=at)
            note("booking.cancelled", each, by=by)
        risen(series, at=at)
        letters.post_rest(was, by=by, at=at)
        _offer(spaces, [each.slot for each in targets], at=at)
        return len(targets)


def _offer(spaces: dict[str, Space], spans: Iterable[Slot], *, at: datetime) -> None:
    """To those who wait for what is free now."""
    for span in spans:
        freed(spaces, span, at=at)


# --- Beginning one ---------------------------------------------------------------------------------------------


def _asked(draft: Draft) -> dict[date, Ask]:
    """What is asked for on each date. Raises NotAll for those that the clocks skip, Invalid if nothing is left."""
    asks, skipped = {}, {}
    for day in draft.dates:
        try:
            ask = draft.asked(day)
        except SkippedTime as no:
            skipped[day] = no
            continue
        if ask:
            asks[day] = ask
    if skipped:
        raise NotAll(skipped)
    if not asks:
        raise Invalid(NOTHING_LEFT, field="repeats")
    return asks


def _begun(draft: Draft, space: Space, owner: Member, claim: Claim) -> Series:
    dates = draft.dates
    series = Series(
        public_id=new_public_id(),
        member=owner,
        made_by_id=claim.by.id,
        room=space.room,
        rule=draft.pattern.text,
        zone_name=draft.zone.key,
        first_on=dates[0],
        until_on=dates[-1],
        starts=draft.starts,
        lasts_minutes=draft.ask.slot.lasts // MINUTE,
        title=titled(draft.ask),
        sequence=0,
        made_at=claim.at,
        changed_at=claim.at,
    )
    db.session.add(series)
    db.session.flush()
    return series


def _admitted(series: Series, claims: dict[date, Claim], spaces: dict[str, Space], *, made: str) -> list[Booking]:
    """Every date as a booking; or NotAll, once every date has been looked at. The first one gets the id that the form made."""
    booked: list[Booking] = []
    troubles: dict[date, PortalError] = {}
    for day, claim in claims.items():
        try:
            one = admit(claim, spaces[claim.ask.room], series.member, made="" if booked else made, of=(series, day))
        except (Taken, Refused) as no:
            troubles[day] = no
        else:
            booked.append(one)
    if troubles:
        raise NotAll(troubles)
    return booked


def _hold_feeds(spaces: Iterable[Space], owner: Member, *, at: datetime) -> None:
    """Tell all feeds at once, first of all: two transactions that each tell them room by room could wait for each other."""
    feed.bump(parts=sorted({part for space in spaces for part in space.parts}), members=[owner.id], at=at)
