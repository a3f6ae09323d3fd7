"""The invitations of a series, read by other people's programs, give the starts that stand in the book."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import recurring_ical_events
from icalendar import Calendar
from sqlalchemy import select

from portal.booking import actions as singly
from portal.booking.rules import Ask
from portal.booking.series import actions, queries
from portal.booking.series.plan import Change, Choice, Draft
from portal.booking.series.rules import Scope, read, slot_on
from portal.db.base import db
from portal.db.unit import transaction
from portal.house.models import Opening
from portal.ical.invitation import Invitation, Recurrence, request
from portal.kernel import clock
from portal.kernel.slots import Slot
from portal.outbox.models import Letter
from tests.booking.conftest import a_room
from tests.booking.series.conftest import HOUR, series_of
from tests.cast import a_house

MARCH_17, MARCH_24 = date(2026, 3, 17), date(2026, 3, 24)


def calendars() -> list[Calendar]:
    letters = db.session.scalars(select(Letter).where(Letter.calendar.is_not(None)).order_by(Letter.id))
    return [Calendar.from_ical(letter.calendar or b"") for letter in letters]


def the_event(calendar: Calendar) -> Any:
    """Its only one."""
    (event,) = calendar.walk("VEVENT")
    return event


def as_a_client_has_it(received: Iterable[Calendar]) -> Calendar:
    """What a calendar program keeps after these, one after the other: the newest for each uid and each of its dates."""
    kept: dict[tuple[str, object], Any] = {}
    sequences: dict[str, int] = {}
    for calendar in received:
        event = the_event(calendar)
        uid, sequence = str(event["UID"]), int(event["SEQUENCE"])
        assert sequence >= sequences.get(uid, 0), "an invitation was older than the one before it"
        sequences[uid] = sequence
        instance = event["RECURRENCE-ID"].dt.astimezone(UTC) if "RECURRENCE-ID" in event else None
        if calendar["METHOD"] == "CANCEL" and instance is None:
            kept = {key: value for key, value in kept.items() if key[0] != uid}
        elif calendar["METHOD"] == "CANCEL" and (uid, None) in kept:
            master = kept[(uid, None)]
            master.add("exdate", event["RECURRENCE-ID"].dt)
            kept.pop((uid, instance), None)
        else:
            kept[(uid, instance)] = event
    whole = Calendar()
    for event in kept.values():
        whole.add_component(event)
    return whole


def starts_read(received: Iterable[Calendar]) -> set[datetime]:
    span = datetime(2025, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
    return {
        event["DTSTART"].dt.astimezone(UTC) for event in recurring_ical_events.of(as_a_client_has_it(received)).between(*span)
    }


def starts_kept(*dates) -> set[datetime]:
    db.session.expire_all()
    return {each.starts_at for one in dates for each in queries.live_dates(one.series)}


def test_a_series_over_a_clock_change_is_read_as_it_stands(cast, repeat):
    dates = repeat(cast.ada)
    assert starts_read(calendars()) == starts_kept(dates[0])
    assert len({each.starts_at.time() for each in dates}) == 2


def test_dates_left_out_and_dates_elsewhere_are_read_as_they_stand(cast, repeat):
    dates = repeat(cast.ada, choices={MARCH_17: Choice(), MARCH_24: Choice("alder", time(14))})
    first, second = calendars()
    assert starts_read([first, second]) == starts_kept(dates[0])
    (master,), (one,) = first.walk("VEVENT"), second.walk("VEVENT")
    assert (master["UID"], "RRULE" in one) == (one["UID"], False)
    assert first.walk("VTIMEZONE")[0]["TZID"] == "Europe/London"


def test_a_series_may_lose_its_first_and_last_dates(cast, repeat):
    dates = repeat(cast.ada, choices={date(2026, 3, 10): Choice(), date(2026, 3, 31): Choice()})
    assert starts_read(calendars()) == starts_kept(dates[0])


@pytest.mark.parametrize("scope", [Scope.FOLLOWING, Scope.ALL])
@pytest.mark.parametrize("moved", [{"later": HOUR}, {"later": timedelta(days=1)}, {"room": "birch"}])
def test_every_change_reaches_the_calendar(cast, repeat, scope, moved):
    dates = repeat(cast.ada, rule="FREQ=WEEKLY;COUNT=6")
    one = dates[3]
    singly.move(one, Ask(room="cedar", slot=Slot(one.starts_at + 2 * HOUR, one.ends_at + 2 * HOUR)), by=cast.ada, at=clock.now())
    singly.cancel(dates[4], by=cast.ada, at=clock.now())
    assert starts_read(calendars()) == starts_kept(dates[0])
    shown = dates[2]
    later = moved.get("later", timedelta())
    ask = Ask(room=moved.get("room", "alder"), slot=Slot(shown.starts_at + later, shown.ends_at + later))
    actions.move(shown, Change(ask, scope), by=cast.ada, at=clock.now())
    series = {each.series_id: each for each in dates}
    assert starts_read(calendars()) == starts_kept(*series.values())


@pytest.mark.parametrize("scope", [Scope.FOLLOWING, Scope.ALL])
def test_what_is_given_back_leaves_the_calendar(cast, repeat, scope):
    dates = repeat(cast.ada)
    actions.cancel(dates[2], scope, by=cast.ada, at=clock.now())
    assert starts_read(calendars()) == starts_kept(dates[0])


def test_a_single_date_given_back_is_cancelled_by_its_own_start(cast, repeat):
    dates = repeat(cast.ada)
    singly.cancel(dates[1], by=cast.ada, at=clock.now())
    event = the_event(calendars()[-1])
    assert (str(event["UID"]), event["RECURRENCE-ID"].dt.astimezone(UTC)) == (series_of(dates).uid, dates[1].starts_at)
    assert (event["STATUS"], event["SEQUENCE"], "RRULE" in event) == ("CANCELLED", 1, False)


NIGHTS = [
    ("America/New_York", date(2026, 3, 6), time(3, 30), time(2, 30)),
    ("Australia/Lord_Howe", date(2026, 4, 3), time(1, 30), time(3)),
    ("Africa/Casablanca", date(2026, 3, 20), time(9), time(3)),
    ("Europe/London", date(2026, 3, 27), time(0, 30), time(1, 30)),
]


@pytest.mark.parametrize(("zone", "first", "starts", "other"), NIGHTS)
def test_clock_change_nights_in_four_zones(cast, zone, first, starts, other):
    house = a_house("far", zone=zone)
    house.openings = [Opening(weekday=day, opens=time(0), closes=time(23, 45)) for day in range(7)]
    with transaction():
        db.session.add(house)
        db.session.flush()
        db.session.add(a_room(house, "Far"))
    for begin in (starts, other):
        pattern = read("FREQ=DAILY;COUNT=5", first)
        ask = Ask(room="far", slot=slot_on(first, begin, timedelta(minutes=30), house.zone))
        choices = {day: Choice() for day in skipped(Draft(ask, first, pattern, house.zone))}
        actions.book(Draft(ask, first, pattern, house.zone, choices), by=cast.ada, at=clock.now() - timedelta(days=5))
        event = the_event(calendars()[-1])
        wholly = [calendar for calendar in calendars() if next(iter(calendar.walk("VEVENT")))["UID"] == event["UID"]]
        kept = {each.starts_at for each in singly_booked(str(event["UID"]))}
        assert starts_read(wholly) == kept
        assert len(kept) == 5 - len(choices)


def skipped(draft: Draft) -> list[date]:
    found = []
    for day in draft.dates:
        try:
            draft.wished(day)
        except ValueError:
            raise
        except Exception:  # noqa: BLE001 - a refusal, whatever it is
            found.append(day)
    return found


def singly_booked(uid: str):
    from portal.booking.series.models import Series  # noqa: PLC0415 - only here

    return queries.live_dates(db.session.scalars(select(Series).where(Series.uid == uid)).one())


def test_until_stands_in_utc_and_left_out_dates_on_the_wall_clock():
    zone = a_house().zone
    first = datetime(2026, 3, 10, 10, tzinfo=zone)
    text = request(
        Invitation(
            uid="u", sequence=0, starts_at=first, ends_at=first + HOUR, zone=zone, summary="Alder", stamp=first,
            organizer_name="Grove", organizer_address="desk@grove.example",
            recurrence=Recurrence("FREQ=WEEKLY;BYDAY=TU", datetime(2026, 3, 31, 10, tzinfo=zone), (first + timedelta(weeks=3),)),
        )
    ).decode()  # fmt: skip
    assert "RRULE:FREQ=WEEKLY;UNTIL=20260331T090000Z;BYDAY=TU" in text
    assert "EXDATE;TZID=Europe/London:20260331T100000" in text
    assert "RRULE:FREQ=YEARLY" in text
