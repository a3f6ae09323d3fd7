"""Who reads about a request, when, and by which clock: what decides how times and names are said."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from portal.helpdesk.models import Ticket
from portal.kernel.zones import local_date
from portal.members.models import Member
from portal.web.formats import day, hm
from portal.web.language import _


@dataclass(frozen=True)
class Reader:
    """Who looks, when, and by which clock."""

    member: Member
    now: datetime
    zone: ZoneInfo

    def when(self, moment: datetime) -> str:
        """10:30 today, else with the day."""
        if local_date(moment, self.zone) == local_date(self.now, self.zone):
            return hm(moment, self.zone)
        return f"{day(moment, self.zone)}, {hm(moment, self.zone)}"

    def asked(self, ticket: Ticket) -> str:
        """Who asked when, as a sentence begins."""
        name, mine, moment = ticket.member.name, self.is_asking(ticket), ticket.received_at
        time = hm(moment, self.zone)
        if local_date(moment, self.zone) == local_date(self.now, self.zone):
            return _("You asked at %(time)s", time=time) if mine else _("%(name)s asked at %(time)s", name=name, time=time)
        on = day(moment, self.zone)
        if mine:
            return _("You asked on %(day)s at %(time)s", day=on, time=time)
        return _("%(name)s asked on %(day)s at %(time)s", name=name, day=on, time=time)

    def by_day(self, on: date) -> str:
        """Today, or the day."""
        return _("today") if on == local_date(self.now, self.zone) else day(on)

    def is_asking(self, ticket: Ticket) -> bool:
        """Whether it is their own request."""
        return ticket.member_id == self.member.id
