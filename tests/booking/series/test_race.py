"""Two series want the same room at the same moment: one gets every date, the other none."""

import threading
from collections import Counter

import pytest
from sqlalchemy import func, select

from portal.booking.models import Booking
from portal.booking.series import actions
from portal.booking.series.plan import NotAll
from portal.db.base import db
from portal.kernel import clock
from portal.kernel.errors import Conflict
from portal.members.models import Member

pytestmark = pytest.mark.slow

CLIENTS = 4


def test_of_series_that_meet_one_gets_every_date_and_the_others_none(app, cast, draft):
    drafts = [draft("hall" if number % 2 else "alder", rule="FREQ=DAILY;COUNT=4") for number in range(CLIENTS)]
    owner, now = cast.ada.id, clock.now()
    db.session.rollback()
    barrier, outcomes = threading.Barrier(CLIENTS), []

    def client(number):
        with app.app_context():
            me = db.session.get_one(Member, owner)
            db.session.rollback()
            barrier.wait(20)
            try:
                actions.book(drafts[number], by=me, at=now)
                outcomes.append("won")
            except NotAll:
                outcomes.append("none")
            except Conflict as conflict:
                outcomes.append(f"{type(conflict).__name__}: {conflict}")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert Counter(outcomes) == {"won": 1, "none": CLIENTS - 1}
    assert db.session.scalar(select(func.count()).select_from(Booking)) == 4
