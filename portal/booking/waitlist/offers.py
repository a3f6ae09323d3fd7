"""Who is offered what has become free: inside the transaction that frees it."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select, update

from portal.booking import entry as book
from portal.booking.guard import actions as guard
from portal.booking.guard.queries import Claim, Space
from portal.booking.models import Booking
from portal.booking.rules import Hold, Refused, Source, Status, Taken
from portal.booking.waitlist import mail, queries
from portal.booking.waitlist.models import Waiting
from portal.booking.waitlist.rules import Stage, WishKind, offer_ends
from portal.db.base import db
from portal.kernel.slots import Slot
from portal.members import audit
from portal.outbox.actions import post


def freed(spaces: dict[str, Space], span: Slot, *, at: datetime) -> None:
    """These rooms, whose parts are locked, have become freer in this time: offer it, in order, to everybody whose wish fits."""
    for waiting in queries.in_line(list(spaces.values()), span):
        if waiting.kind == WishKind.HOLD:
            offer_to(waiting, spaces, at=at)
        else:
            _tell(waiting, spaces, at=at)


def offer_to(waiting: Waiting, spaces: dict[str, Space], *, at: datetime) -> bool:
    """Hold the first slot that meets this wish for its member; whether there was one and it was still wished for."""
    found = next(fits(waiting, spaces, at=at), None)
    # Claimed before anything is held: somebody who waits for any room may be looked at by two transactions at once.
    if found is None or not claimed(waiting):
        return False
    space, slot = found
    booking = _held(waiting, space, slot, at=at)
    waiting.status, waiting.booking, waiting.changed_at = Stage.OFFERED, booking, at
    about = f"waiting:{waiting.public_id}"
    audit.note("waitlist.offered", about=about, by=None, at=at, detail=f"booking={booking.public_id}")
    post(mail.offered(waiting, booking), at=at)
    return True


def fits(waiting: Waiting, spaces: dict[str, Space], *, at: datetime) -> Iterator[tuple[Space, Slot]]:
    """What would meet this wish now: the room that was asked for first, then the smallest."""
    ask, asked = waiting.wish.ask, waiting.room.slug
    for space in sorted(spaces.values(), key=lambda each: (each.room.slug != asked, each.room.capacity, each.room.id)):
        for slot in queries.slots_for(waiting, space, at=at):
            claim = Claim(ask.at(slot, space.room.slug), waiting.member, at)
            try:
                guard.check(claim, space)
                guard.look(claim, space)
            except (Refused, Taken):
                continue
            yield space, slot


def moved(waiting: Waiting, was: Stage, to: Stage, *, at: datetime) -> bool:
    """Move the wish on; False if another transaction was quicker. Waits for one that is at it."""
    mine = update(Waiting).where(Waiting.id == waiting.id, Waiting.status == was).values(status=to, changed_at=at)
    return db.session.execute(mine.returning(Waiting.id)).scalar_one_or_none() is not None


def claimed(waiting: Waiting) -> bool:
    """Whether it still waits, and nobody else can move it until this transaction ends."""
    still = select(Waiting.id).where(Waiting.id == waiting.id, Waiting.status == Stage.WAITING)
    return db.session.scalar(still.with_for_update()) is not None


def _held(waiting: Waiting, space: Space, slot: Slot, *, at: datetime) -> Booking:
    booking = book.drawn_up(waiting.wish.ask.at(slot, space.room.slug), space.room, waiting.member, at=at)
    booking.status, booking.held_for, booking.held_until = Status.HELD, Hold.OFFER, offer_ends(slot.starts_at, at=at)
    booking.made_by, booking.source = waiting.member, Source.PORTAL
    book.enter(booking, space)
    return booking


def _tell(waiting: Waiting, spaces: dict[str, Space], *, at: datetime) -> None:
    """Write to somebody who only wants to know."""
    found = next(fits(waiting, spaces, at=at), None)
    if found and moved(waiting, Stage.WAITING, Stage.TOLD, at=at):
        audit.note("waitlist.told", about=f"waiting:{waiting.public_id}", by=None, at=at)
        post(mail.opened(waiting, found[0].room, found[1]), at=at)
