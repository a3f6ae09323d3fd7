"""What can be done with a touch: suggest, take, do, put off, let go. Nothing is ever sent, and nothing worded for anybody."""

from datetime import date, datetime

from sqlalchemy import or_, select, update

from portal.db.base import db
from portal.db.types import new_public_id
from portal.db.unit import transaction
from portal.db.upsert import upsert
from portal.house import queries as house_queries
from portal.kernel.errors import Forbidden
from portal.kernel.zones import local_date
from portal.members import audit
from portal.members.models import Member
from portal.reminders import queries, rules
from portal.reminders.models import Touch, TouchChange
from portal.reminders.rules import CLAIM_LAPSES, HELD, Held, Kind, Settled, Status, Suggestion


def suggest(*, at: datetime) -> int:
    """Put what the facts suggest into the queue, each once whoever else is at it; returns how many are new."""
    if not house_queries.locations():
        return 0
    place = queries.the_house()
    hours, today = house_queries.hours_of(place), local_date(at, place.zone)
    found = {
        suggestion.key: (member_id, suggestion)
        for member_id, facts in queries.facts(place, at=at)
        for suggestion in rules.suggestions(facts, today=today, is_working=lambda day: bool(hours.stretches(day)))
    }
    known = queries.known_keys(list(found))
    new = [found[key] for key in found if key not in known]
    if not new:
        return 0
    with transaction():
        return sum(_suggested(member_id, suggestion, at) for member_id, suggestion in new)


def _suggested(member_id: int, suggestion: Suggestion, at: datetime) -> bool:
    """Whether it was new."""
    values = {
        "public_id": new_public_id(),
        "member_id": member_id,
        "key": suggestion.key,
        "kind": suggestion.kind,
        "reason": suggestion.reason,
        "occasion_on": suggestion.occasion_on,
        "fact": suggestion.fact,
        "best_by": suggestion.best_by,
        "suggested_at": at,
    }
    made = upsert(Touch).values(values).on_conflict_do_nothing(index_elements=["key"]).returning(Touch.id)
    touch_id = db.session.scalar(made)
    if touch_id is None:
        return False
    db.session.add(TouchChange(touch_id=touch_id, status=Status.SUGGESTED, changed_at=at))
    audit.note("touch.suggested", about=f"touch:{values['public_id']}", by=None, at=at, detail=f"reason={suggestion.reason}")
    return True


def wake(*, at: datetime) -> int:
    """Bring back what was put off until today; returns how many."""
    if not house_queries.locations():
        return 0
    today = local_date(at, queries.the_house().zone)
    due = select(Touch).where(Touch.status == Status.SNOOZED, Touch.snoozed_until <= today)
    if db.session.scalar(due.with_only_columns(Touch.id).limit(1)) is None:
        return 0
    with transaction():
        woken = list(db.session.scalars(due.order_by(Touch.id).with_for_update(of=Touch, skip_locked=True)))
        for touch in woken:
            _move(touch, Status.SUGGESTED, None, at)
    return len(woken)


def claim(touch: Touch, *, by: Member, at: datetime) -> None:
    """Take it on. Of several at once one has it; the others are told who. A claim lapses after a day."""
    _require_desk(by)
    touch_id = touch.id
    with transaction():
        free = or_(
            Touch.status.in_((Status.SUGGESTED, Status.SNOOZED)),
            Touch.status.in_(HELD) & (Touch.claimed_at <= at - CLAIM_LAPSES),
        )
        mine = update(Touch).where(Touch.id == touch_id, free)
        taken = mine.values(status=Status.CLAIMED, claimed_by_id=by.id, claimed_at=at, snoozed_until=None)
        won = db.session.execute(taken.execution_options(synchronize_session=False))
        touch = db.session.get_one(Touch, touch_id, populate_existing=True)
        if won.rowcount == 1:  # type: ignore[attr-defined]
            _remember(touch, by, at)
        elif touch.settled_by is not None:
            raise Settled(name=touch.settled_by.first_name)
        elif touch.claimed_by is not None and touch.claimed_by_id != by.id:
            raise Held(name=touch.claimed_by.name)


def written(touch: Touch, *, by: Member, at: datetime) -> None:
    """It is written, and still to be brought."""
    with transaction():
        touch = _mine(touch, by, at)
        _move(touch, Status.WRITTEN, by, at)


def done(touch: Touch, *, by: Member, at: datetime, kind: Kind | None = None) -> None:
    """Somebody did it, perhaps in another way (`kind`) than was suggested."""
    with transaction():
        touch = _mine(touch, by, at)
        touch.kind = kind or touch.kind
        _settle(touch, Status.DELIVERED, by, at, detail=touch.kind)


def snooze(touch: Touch, until: date, *, by: Member, at: datetime) -> None:
    """Put it off to a day, on which it comes back for anybody."""
    rules.check_snooze(until, today=local_date(at, queries.the_house().zone))
    with transaction():
        touch = _mine(touch, by, at)
        _move(touch, Status.SNOOZED, by, at, detail=until.isoformat())
        touch.snoozed_until, touch.claimed_by, touch.claimed_at = until, None, None


def skip(touch: Touch, reason: str, *, by: Member, at: datetime) -> None:
    """Let it go, and say why."""
    said = rules.check_skip(reason)
    with transaction():
        touch = _mine(touch, by, at)
        touch.skipped_because = said
        _settle(touch, Status.SKIPPED, by, at, detail=said)


def hand_over(touch: Touch, to: Member, *, by: Member, at: datetime) -> None:
    """Give it to a colleague, who has it from now on."""
    _require_desk(to)
    with transaction():
        touch = _mine(touch, by, at)
        _move(touch, Status.CLAIMED, by, at, detail=to.name)
        touch.claimed_by, touch.claimed_at = to, at


def _mine(touch: Touch, by: Member, at: datetime) -> Touch:
    """The touch as it is now, locked; Held if a colleague has it, Settled if it is over."""
    _require_desk(by)
    query = select(Touch).where(Touch.id == touch.id).with_for_update(of=Touch)
    found = db.session.scalars(query.execution_options(populate_existing=True)).unique().one()
    if found.settled_by is not None:
        raise Settled(name=found.settled_by.first_name)
    held = rules.is_held(found.stands, found.claimed_at, now=at)
    if held and found.claimed_by is not None and found.claimed_by_id != by.id:
        raise Held(name=found.claimed_by.name)
    return found


def _require_desk(member: Member) -> None:
    if not member.is_staff:
        raise Forbidden


def _settle(touch: Touch, status: Status, by: Member, at: datetime, *, detail: str) -> None:
    _move(touch, status, by, at, detail=detail)
    touch.settled_by, touch.settled_at = by, at


def _move(touch: Touch, to: Status, by: Member | None, at: datetime, *, detail: str = "") -> None:
    rules.check_move(touch.stands, to)
    touch.status = to
    _remember(touch, by, at, detail=detail)


def _remember(touch: Touch, by: Member | None, at: datetime, *, detail: str = "") -> None:
    db.session.add(TouchChange(touch_id=touch.id, by=by, status=touch.status, detail=detail, changed_at=at))
    audit.note(f"touch.{touch.status}", about=f"touch:{touch.public_id}", by=by, at=at)
