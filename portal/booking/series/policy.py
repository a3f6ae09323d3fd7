"""Who may do what with series: the same answer for the button and the deed. Each date answers for itself in `booking.policy`."""

from portal.booking.series.models import Series
from portal.members.models import Member


def can_see(member: Member, series: Series) -> bool:
    """Whose it is, and staff."""
    return member.is_staff or member.id == series.member_id
