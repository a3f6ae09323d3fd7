"""The verbs of closed days: close, open again, switch holidays on."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from portal.booking.closures import queries
from portal.booking.closures.queries import Almanac
from portal.booking.closures.rules import LONGEST_REASON, stretch
from portal.db.base import db
from portal.db.locks import one_at_a_time
from portal.db.unit import transaction
from portal.db.upsert import upsert
from portal.house.models import Closure, Location
from portal.house.policy import require_manager
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.kernel.zones import local_date
from portal.members import audit
from portal.members.models import Member

WHY = N_("Why? Members read it on the day’s page.")
NONE_CHOSEN = N_("Choose at least one day.")


def close(location: Location, days: tuple[date, date], reason: str, *, by: Member, at: datetime) -> int:
    """Keep the house closed from one day to another; how many of these days were not closed before. Raises Invalid."""
    require_manager(by)
    why = " ".join(reason.split())[:LONGEST_REASON]
    if not why:
        raise Invalid(WHY, field="reason")
    wanted = stretch(*days, today=local_date(at, location.zone))
    with transaction():
        return _close(location, dict.fromkeys(wanted, why), by=by, at=at)


def switch_on(location: Location, of: Almanac, days: Collection[date], *, by: Member, at: datetime) -> int:
    """Keep the house closed on these public holidays, and no others; remembers whose they are. Raises Invalid."""
    require_manager(by)
    with transaction():
        open_to = {each.on: each.name for each in queries.proposals(location, of, at) if not each.is_over}
        wanted = {day: name[:LONGEST_REASON] for day, name in open_to.items() if day in days}
        if not wanted:
            raise Invalid(NONE_CHOSEN, field="day")
        location.country, location.subdivision = of.country, of.part
        return _close(location, wanted, by=by, at=at)


def reopen(location: Location, day: date, *, by: Member, at: datetime) -> str:
    """Open on that day after all; the reason it had. Raises NotFound if it is not closed."""
    require_manager(by)
    with transaction():
        one_at_a_time(b"closures")
        found = queries.closure(location, day)
        reason = found.reason
        db.session.delete(found)
        audit.note("closure.removed", about=f"location:{location.slug}", by=by, at=at, detail=day.isoformat())
    return reason


def _close(location: Location, days: Mapping[date, str], *, by: Member, at: datetime) -> int:
    """Write the days down; one that is closed already keeps its reason."""
    rows = [{"location_id": location.id, "closed_on": day, "reason": reason} for day, reason in days.items()]
    added = db.session.scalars(upsert(Closure).values(rows).on_conflict_do_nothing().returning(Closure.closed_on)).all()
    db.session.expire(location, ["closures"])
    for day in sorted(added):
        audit.note("closure.added", about=f"location:{location.slug}", by=by, at=at, detail=day.isoformat())
    return len(added)
