"""Who may set the house up: the same answer for the button and the deed."""

from portal.kernel.errors import Forbidden
from portal.kernel.words import N_
from portal.members.models import Member

FOR_MANAGERS = N_("The manager of the house sets that up.")


def can_manage(member: Member) -> bool:
    """Managers who are still here."""
    return member.is_manager and not member.has_left


def require_manager(member: Member) -> None:
    """Raise Forbidden for everybody else."""
    if not can_manage(member):
        raise Forbidden(FOR_MANAGERS)
