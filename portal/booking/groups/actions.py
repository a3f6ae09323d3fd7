"""The verbs of groups: gather rooms, change the group, dissolve it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from portal.booking.groups import queries
from portal.booking.groups.rules import GroupPlan
from portal.booking.models import RoomGroup
from portal.db import once as forms
from portal.db.base import db
from portal.db.locks import one_at_a_time
from portal.db.types import new_public_id
from portal.db.unit import transaction
from portal.house.manage.queries import expect
from portal.house.manage.rules import differing
from portal.house.policy import require_manager
from portal.house.queries import location
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.members import audit
from portal.members.models import Member

NAME_TAKEN = N_("There is a group called {name} already.")


def gather(plan: GroupPlan, *, by: Member, at: datetime, once: str = "") -> RoomGroup:
    """Make a group; the same form sent again leads to the same one. Raises Invalid for a name that is taken."""
    require_manager(by)
    made = new_public_id()
    with transaction():
        one_at_a_time(b"room_groups")
        if not forms.spend(once, made=made, at=at):
            return queries.group(forms.made_by(once) or "")
        _expect_name(plan.name)
        group = RoomGroup(public_id=made, name=plan.name, rooms=queries.rooms_named(plan.rooms))
        db.session.add(group)
        audit.note("room_group.gathered", about=f"room_group:{made}", by=by, at=at)
    return group


def change(group: RoomGroup, plan: GroupPlan, *, by: Member, at: datetime, seen: int | None = None) -> None:
    """Make the group what the plan says. Raises Overtaken if it was changed since `seen`, Invalid."""
    require_manager(by)
    with transaction():
        one_at_a_time(b"room_groups")
        about, before = f"room_group:{group.public_id}", queries.plan_of(group)
        expect(about, before, plan, is_seen=seen in {None, group.edition}, zone=_zone())
        changed = differing(before, plan)
        if not changed:
            return
        _expect_name(plan.name, apart_from=group.id)
        group.name, group.rooms = plan.name, queries.rooms_named(plan.rooms)
        group.edition += 1
        audit.note("room_group.changed", about=about, by=by, at=at, detail=",".join(changed))


def dissolve(group: RoomGroup, *, by: Member, at: datetime) -> None:
    """The rooms stay; what was set for the group holds no more."""
    require_manager(by)
    with transaction():
        audit.note("room_group.dissolved", about=f"room_group:{group.public_id}", by=by, at=at)
        db.session.delete(group)


def _zone() -> ZoneInfo:
    return location().zone


def _expect_name(name: str, *, apart_from: int | None = None) -> None:
    same = select(RoomGroup.id).where(func.lower(RoomGroup.name) == name.lower())
    if any(found != apart_from for found in db.session.scalars(same)):
        raise Invalid(NAME_TAKEN, field="name", name=name)
