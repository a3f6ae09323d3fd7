"""A stretch of days that somebody typed; pure."""

from datetime import date, timedelta

from portal.kernel.errors import Invalid
from portal.kernel.words import N_

MOST_DAYS = 92
LONGEST_REASON = 120
FARTHEST = timedelta(days=800)

PAST = N_("That day is over. Choose one from today on.")
BACKWARDS = N_("It ends on {last}, before it begins on {first}.")
TOO_LONG = N_("That is more than {most} days. Close the house in smaller stretches.")
TOO_FAR = N_("That is too far ahead to know. Choose a day in the next two years.")


def stretch(first: date, last: date, *, today: date) -> list[date]:
    """Every day from the first to the last; raises Invalid, naming the field."""
    if first < today:
        raise Invalid(PAST, field="first")
    if first > today + FARTHEST:
        raise Invalid(TOO_FAR, field="first")
    if last < first:
        raise Invalid(BACKWARDS, field="last", first=first, last=last)
    if (last - first).days >= MOST_DAYS:
        raise Invalid(TOO_LONG, field="last", most=MOST_DAYS)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
