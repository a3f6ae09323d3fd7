from datetime import date, timedelta

import pytest

from portal.db.base import db
from portal.db.unit import transaction
from portal.directory.models import Profile
from portal.kernel import clock
from portal.kernel.errors import Forbidden
from portal.members.models import AuditEntry, Member, Role
from portal.reminders import actions, jobs, queries
from portal.reminders.models import Touch
from portal.reminders.rules import Held, Kind, NoDay, NoReason, NotYet, Reason, Settled, Status
from tests.cast import a_member
from tests.helpdesk.crowd import CROWD, at_once
from tests.reminders.conftest import fresh

TODAY = date(2026, 3, 10)


def keys():
    return sorted(key.partition(":")[2] for key in db.session.scalars(db.select(Touch.key)))


def test_a_first_booking_suggests_a_note(cast, touch):
    assert (touch.reason, touch.kind, touch.status) == (Reason.FIRST_BOOKING, Kind.NOTE, Status.SUGGESTED)
    assert (touch.fact, touch.occasion_on, touch.best_by) == ("Alder", TODAY, date(2026, 3, 17))
    assert queries.open_count() == 1
    assert queries.open_touches(TODAY) == [touch]


def test_asked_again_it_suggests_nothing_new(cast, touch, booked):
    booked(cast.ada)
    for _ in range(3):
        assert actions.suggest(at=clock.now()) == 0
    assert queries.touches_of(cast.ada) == [touch]


def test_what_was_skipped_does_not_come_again(cast, touch):
    actions.skip(touch, "We spoke", by=cast.cleo, at=clock.now())
    assert actions.suggest(at=clock.now()) == 0


def test_a_second_booking_is_no_first(cast, settled_in, booked, at):
    booked(cast.ada, made_at=clock.now() - timedelta(days=60))
    booked(cast.ada)
    assert actions.suggest(at=clock.now()) == 0


def test_what_was_brought_over_from_elsewhere_is_no_first(cast, settled_in, booked):
    booked(cast.ada, imported_key="spaces:1")
    booked(cast.ada)
    booked(cast.ben, imported_key="spaces:2")
    assert actions.suggest(at=clock.now()) == 0


@pytest.mark.parametrize(("agreed", "suggested"), [(True, 1), (False, 0), (None, 0)])
def test_a_birthday_is_remembered_only_of_those_who_agreed(cast, settled_in, agreed, suggested):
    with transaction():
        db.session.add(Profile(member_id=cast.ada.id, birth_month=3, birth_day=14, may_remember=agreed, updated_at=clock.now()))
    assert actions.suggest(at=clock.now()) == suggested
    assert keys() == ["birthday:2026"] * suggested


def test_a_newcomer_is_greeted_and_who_left_is_not(cast, settled_in):
    with transaction():
        cast.ben.joined_on = TODAY
        cast.dora.joined_on = TODAY
    actions.suggest(at=clock.now())
    assert keys() == ["first_day", "welcome"]


def test_staff_are_not_suggested_to_themselves(cast, settled_in, booked):
    booked(cast.cleo)
    assert actions.suggest(at=clock.now()) == 0


def test_without_a_house_nothing_is_suggested(app):
    assert actions.suggest(at=clock.now()) == 0
    assert actions.wake(at=clock.now()) == 0


def _suggest(_number, at):
    return str(actions.suggest(at=at))


@pytest.mark.slow
def test_twenty_workers_suggest_it_once(cast, settled_in, booked, settings, at):
    booked(cast.ada)
    with transaction():
        cast.ben.joined_on = TODAY
    counts = at_once(settings, _suggest, at=clock.now())
    assert sum(map(int, counts)) == 3
    db.session.rollback()
    assert keys() == ["first_booking", "first_day", "welcome"]


def test_it_stays_until_somebody_acts(cast, touch, at):
    for _ in range(60):
        at.later(days=1)
        jobs.suggest_touches()
    assert [found.public_id for found in queries.open_touches(TODAY + timedelta(days=60))] == [touch.public_id]
    assert queries.open_count() == 1


def test_claim_write_deliver_each_with_who_and_when(cast, touch, at):
    actions.claim(touch, by=cast.cleo, at=clock.now())
    actions.written(touch, by=cast.cleo, at=at.later(hours=1))
    actions.done(touch, by=cast.cleo, at=at.later(hours=1))
    touch = fresh(touch)
    assert (touch.status, touch.settled_by, touch.settled_at) == (Status.DELIVERED, cast.cleo, clock.now())
    steps = [(change.status, change.by.first_name if change.by else None) for change in queries.changes_of(touch)]
    assert steps == [("suggested", None), ("claimed", "Cleo"), ("written", "Cleo"), ("delivered", "Cleo")]
    deeds = [entry.deed for entry in db.session.query(AuditEntry).filter(AuditEntry.about == f"touch:{touch.public_id}")]
    assert deeds == ["touch.suggested", "touch.claimed", "touch.written", "touch.delivered"]
    assert queries.open_count() == 0
    assert queries.last_delivered(cast.ada) == touch


def test_it_can_be_done_in_another_way_without_claiming(cast, touch):
    actions.done(touch, by=cast.cleo, at=clock.now(), kind=Kind.KNOCK)
    assert (fresh(touch).status, fresh(touch).kind) == (Status.DELIVERED, Kind.KNOCK)


def test_nobody_writes_what_they_have_not_taken(cast, touch):
    with pytest.raises(NotYet):
        actions.written(touch, by=cast.cleo, at=clock.now())


def test_a_colleagues_touch_is_left_alone_until_the_claim_lapses(cast, touch, luis, at):
    actions.claim(touch, by=cast.cleo, at=clock.now())
    for deed in (actions.claim, actions.done, actions.written):
        with pytest.raises(Held) as refusal:
            deed(touch, by=luis, at=clock.now())
        assert refusal.value.sentence.facts == {"name": "Cleo Marsh"}
    actions.claim(touch, by=luis, at=at.later(days=1))
    assert fresh(touch).claimed_by == luis


def _claim(number, at, public_id):
    by = db.session.query(Member).filter_by(name=f"Cm {number}").one()
    try:
        actions.claim(queries.touch(public_id), by=by, at=at)
    except Held as refusal:
        return str(refusal.sentence.facts["name"])
    return f"won by {by.name}"


@pytest.mark.slow
def test_of_twenty_who_claim_at_once_one_has_it(cast, touch, settings, at):
    with transaction():
        for number in range(CROWD):
            member = a_member(f"Cm {number}", role=Role.COMMUNITY_MANAGER)
            member.email = f"cm{number}@grove.example"
            db.session.add(member)
    results = at_once(settings, _claim, touch.public_id, at=clock.now())
    holder = fresh(touch).claimed_by
    assert holder, results
    winner = holder.name
    assert sorted(results) == sorted([f"won by {winner}", *[winner] * (CROWD - 1)])


def test_put_off_it_comes_back_on_its_day_once(cast, touch, at):
    actions.claim(touch, by=cast.cleo, at=clock.now())
    actions.snooze(touch, date(2026, 3, 13), by=cast.cleo, at=clock.now())
    assert (queries.open_count(), queries.open_touches(TODAY)) == (0, [])
    assert queries.put_off(TODAY) == [touch]
    at("2026-03-12 23:59")
    assert actions.wake(at=clock.now()) == 0
    at("2026-03-13 00:00")
    assert queries.open_touches(date(2026, 3, 13)) == [touch], "also before the worker has been round"
    assert [actions.wake(at=clock.now()) for _ in range(2)] == [1, 0]
    assert (fresh(touch).status, fresh(touch).claimed_by) == (Status.SUGGESTED, None)


@pytest.mark.parametrize("until", [date(2026, 3, 10), date(2026, 3, 9)])
def test_it_is_not_put_off_to_the_past(cast, touch, until):
    with pytest.raises(NoDay):
        actions.snooze(touch, until, by=cast.cleo, at=clock.now())


def test_skipping_needs_a_reason_that_is_kept(cast, touch):
    with pytest.raises(NoReason):
        actions.skip(touch, " ", by=cast.cleo, at=clock.now())
    assert fresh(touch).status == Status.SUGGESTED
    actions.skip(touch, "She asked for no notes", by=cast.cleo, at=clock.now())
    assert (fresh(touch).status, fresh(touch).skipped_because) == (Status.SKIPPED, "She asked for no notes")


def test_handed_over_it_is_the_colleagues(cast, touch, luis):
    actions.hand_over(touch, luis, by=cast.cleo, at=clock.now())
    assert fresh(touch).claimed_by == luis
    with pytest.raises(Held):
        actions.done(touch, by=cast.cleo, at=clock.now())
    actions.hand_over(touch, cast.max, by=luis, at=clock.now())
    assert fresh(touch).claimed_by == cast.max


def test_what_is_done_is_done(cast, touch, luis):
    actions.done(touch, by=cast.cleo, at=clock.now())
    for deed in (actions.claim, actions.done):
        with pytest.raises(Settled):
            deed(touch, by=luis, at=clock.now())


def test_a_member_can_do_nothing_with_it(cast, touch):
    for deed in (actions.claim, actions.written, actions.done):
        with pytest.raises(Forbidden):
            deed(touch, by=cast.ada, at=clock.now())
    with pytest.raises(Forbidden):
        actions.hand_over(touch, cast.ada, by=cast.cleo, at=clock.now())
