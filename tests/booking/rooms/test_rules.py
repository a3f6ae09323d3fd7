import pytest

from portal.booking.rooms.rules import Taking, slug_of, too_close, words_of
from portal.kernel.errors import Invalid
from portal.kernel.zones import instant
from tests.booking.conftest import TUESDAY, hm
from tests.support.stillness import LONDON


@pytest.fixture
def taking():
    def taken(starts, ends, booking, *, setup=None, turned=None, part=1):
        begin, end, set_up, clear = (
            instant(TUESDAY, hm(each), LONDON) for each in (starts, ends, setup or starts, turned or ends)
        )
        return Taking(begin, end, set_up, clear, part, booking)

    return taken


def test_bookings_that_touch_are_not_too_close(taking):
    assert too_close([taking("10:00", "11:00", 1), taking("11:00", "12:00", 2)]) == set()


def test_a_turnover_may_not_reach_into_the_next(taking):
    assert too_close([taking("10:00", "11:00", 1, turned="11:15"), taking("11:00", "12:00", 2)]) == {1, 2}


def test_a_setup_may_not_reach_into_the_one_before(taking):
    assert too_close([taking("10:00", "11:00", 1), taking("11:00", "12:00", 2, setup="10:45")]) == {1, 2}


def test_where_turnover_and_setup_meet_the_longer_counts_not_the_sum(taking):
    both = [taking("10:00", "11:00", 1, turned="11:15"), taking("11:15", "12:00", 2, setup="11:00")]
    assert too_close(both) == set()


def test_what_stands_in_another_part_is_far_enough(taking):
    assert too_close([taking("10:00", "11:00", 1), taking("10:00", "11:00", 2, part=2)]) == set()


def test_what_nobody_booked_is_in_the_way_but_not_listed(taking):
    assert too_close([taking("10:00", "11:00", None), taking("10:30", "11:30", 2)]) == {2}


def test_a_name_becomes_a_slug_of_its_own():
    assert slug_of("Élan & Co", set()) == "elan-co"
    assert slug_of("Alder", {"alder", "alder-2"}) == "alder-3"
    assert slug_of("New", set()) == "new-2"


def test_a_name_without_letters_is_refused():
    with pytest.raises(Invalid):
        slug_of("★", set())


def test_words_are_the_houses_own_whatever_the_case():
    assert words_of(" Green  screen, LAMP;; tea") == ["green screen", "lamp", "tea"]
