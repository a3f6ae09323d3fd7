"""Groups of rooms, as a manager sets them up."""

import pytest

from portal.booking.groups import actions, queries
from portal.booking.groups.rules import GroupPlan
from portal.booking.models import Room, RoomGroup
from portal.db.base import db
from portal.house.manage.rules import Overtaken
from portal.kernel import clock
from portal.kernel.errors import Forbidden

SMALL = GroupPlan("Small rooms", ("alder", "birch"))


@pytest.fixture
def boss(visit, cast, rooms):
    return visit.as_(cast.max)


@pytest.fixture
def small(cast, rooms) -> RoomGroup:
    return actions.gather(SMALL, by=cast.max, at=clock.now())


@pytest.mark.parametrize("who", ["ada", "cleo"])
def test_for_others_none_of_this_exists(visit, cast, small, who):
    member = getattr(cast, who)
    other, path = visit.as_(member), f"/manage/groups/{small.public_id}"
    for address in ("/manage/groups", path):
        other.get(address, expect=404)
    for address in ("/manage/groups", path, f"{path}/removal"):
        other.post(address, {"name": "Mine", "rooms": "alder"}, expect=404)
    with pytest.raises(Forbidden):
        actions.gather(SMALL, by=member, at=clock.now())
    with pytest.raises(Forbidden):
        actions.change(small, SMALL, by=member, at=clock.now())
    with pytest.raises(Forbidden):
        actions.dissolve(small, by=member, at=clock.now())
    assert [group.name for group in queries.groups()] == ["Small rooms"]


def test_rooms_are_gathered_under_a_name(boss):
    page = boss.submit(boss.get("/manage/groups"), "Make this group", name="Small rooms", rooms=["alder", "birch"])
    assert "Small rooms is a group now." in page
    assert "Alder, Birch" in page


def test_the_same_form_sent_twice_makes_one_group(cast, rooms):
    first = actions.gather(SMALL, by=cast.max, at=clock.now(), once="a")
    assert actions.gather(SMALL, by=cast.max, at=clock.now(), once="a").id == first.id


def test_a_mistake_keeps_what_was_typed(boss, small):
    page = boss.submit(boss.get("/manage/groups"), "Make this group", name="Quiet", expect=422)
    assert "Choose at least one." in page
    assert page.one("#f-name")["value"] == "Quiet"
    page = boss.submit(page, "Make this group", name="small rooms", rooms=["cedar"], expect=422)
    assert "There is a group called small rooms already." in page


def test_a_group_changes_and_is_dissolved_without_its_rooms(boss, small):
    path = f"/manage/groups/{small.public_id}"
    page = boss.submit(boss.get(path), "Save this group", name="Quiet rooms", rooms=["cedar"])
    assert "Quiet rooms" in page
    boss.submit(boss.get(path), "Yes, dissolve it")
    assert queries.groups() == []
    assert db.session.query(Room).count() == 4


def test_the_second_editor_is_told_and_keeps_what_was_typed(boss, cast, small):
    old = boss.get(f"/manage/groups/{small.public_id}")
    actions.change(small, GroupPlan("Quiet", ("alder",)), by=cast.max, at=clock.now(), seen=0)
    page = boss.submit(old, "Save this group", rooms=["cedar"], expect=409)
    assert "Name: Quiet now" in page
    assert [each["value"] for each in page.all('input[name="rooms"][checked]')] == ["cedar"]
    with pytest.raises(Overtaken):
        actions.change(small, SMALL, by=cast.max, at=clock.now(), seen=0)
