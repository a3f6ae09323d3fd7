"""What the timetable runs."""

from portal.booking.waitlist import actions, queries
from portal.booking.waitlist.offers import fits
from portal.kernel import clock


def tend_waitlist() -> None:
    """Every minute: offers that have ended go to the next, what cannot be met any more is closed, what is free is offered.

    What frees a room offers it at once; the last step makes up for whatever did not: a closure taken back, a rule that changed.
    """
    now = clock.now()
    for waiting in queries.overdue_offers(now):
        actions.lapse_offer(waiting, at=now)
    for waiting in queries.hopeless(now):
        actions.close(waiting, at=now)
    for waiting in queries.hopeful(now):
        if next(fits(waiting, queries.spaces_as_they_are(queries.rooms_for(waiting)), at=now), None):
            actions.sweep(waiting, at=now)
