"""Who may see a request and what they may do with it."""

from sqlalchemy import ColumnElement, or_, true

from portal.helpdesk.models import Ticket
from portal.helpdesk.rules import Kind
from portal.members.models import Member


def can_see(member: Member, ticket: Ticket) -> bool:
    """Whoever asked, and the desk; of a complaint that somebody has taken, the desk's others see nothing."""
    return ticket.member_id == member.id or (member.is_staff and _is_for(member, ticket))


def _is_for(member: Member, ticket: Ticket) -> bool:
    if ticket.kind != Kind.COMPLAINT or member.is_manager:
        return True
    return ticket.shepherd_id in {None, member.id}


def seen_at_the_desk_by(member: Member) -> ColumnElement[bool]:
    """The same for a query of the desk's."""
    if member.is_manager:
        return true()
    open_to_all = or_(Ticket.kind.is_(None), Ticket.kind != Kind.COMPLAINT)
    return or_(open_to_all, Ticket.shepherd_id.is_(None), Ticket.shepherd_id == member.id)


def can_work_on(member: Member, ticket: Ticket) -> bool:
    """The desk, but nobody on what they asked themselves."""
    return member.is_staff and ticket.member_id != member.id and can_see(member, ticket)


def can_close(member: Member, ticket: Ticket) -> bool:
    """Only whoever asked says that it is fixed."""
    return ticket.member_id == member.id
