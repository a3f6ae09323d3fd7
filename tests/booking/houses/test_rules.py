from datetime import time

import pytest

from portal.booking.houses.rules import read_hours, written
from portal.kernel.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("08:30-19:00", "08:30-19:00"),
        ("8-12, 13.30 – 19", "08:00-12:00, 13:30-19:00"),
        ("13:00 to 19:00; 8:00-12:00", "08:00-12:00, 13:00-19:00"),
        ("8-24:00", "08:00-23:59"),
        ("8-12,12-18", "08:00-12:00, 12:00-18:00"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_hours_are_read_as_people_type_them(typed, meant):
    assert written(read_hours(typed)) == meant


@pytest.mark.parametrize(
    "typed", ["nine to five", "25-26", "10:75-12", "12-8", "8-8", "8-12, 11-18", "8", "-", "24-25", "8-12 13-18"]
)
def test_hours_that_are_none_are_refused(typed):
    with pytest.raises(Invalid):
        read_hours(typed)


def test_several_stretches_come_in_order():
    assert read_hours("13-19, 8-12") == ((time(8), time(12)), (time(13), time(19)))
