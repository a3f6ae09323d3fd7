"""What the house says at the top of a page."""

from datetime import datetime

from portal.members.models import Member
from portal.web.language import _

NOON, EVENING = 12, 18


def greeting(member: Member, wall: datetime) -> str:
    """Good morning, Ada; by the house's clock."""
    name = member.first_name
    if wall.hour < NOON:
        return _("Good morning, %(name)s", name=name)
    if wall.hour < EVENING:
        return _("Good afternoon, %(name)s", name=name)
    return _("Good evening, %(name)s", name=name)
