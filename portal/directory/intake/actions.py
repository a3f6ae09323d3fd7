"""Taking people in from a table. A line that is wrong is named; it never loses the others."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from portal.db.base import db
from portal.db.unit import transaction
from portal.directory.actions import keep_profile
from portal.directory.intake import rules
from portal.directory.intake.rules import Problem, Row
from portal.directory.rules import findable
from portal.kernel.errors import PortalError
from portal.kernel.words import N_, Sentence
from portal.members import actions as members
from portal.members import queries
from portal.members.models import Member
from portal.web.language import _, _n
from portal.web.say import say

FIRST_PLANS = ("Resident", "Flex", "Day")
"""What a house has that never made a plan of its own: so that its first table finds something to fit."""
AT_ONCE = 100


@dataclass
class Report:
    """What an import did, or would do."""

    dry_run: bool
    read: int = 0
    new: int = 0
    unchanged: int = 0
    new_plans: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The same for people to read: the sum, then each line that could not be taken, in the file's order."""
        return [*self._sums(), *(self._said(problem) for problem in sorted(self.problems, key=lambda each: each.line))]

    def _sums(self) -> list[str]:
        new = _n("%(num)s new member", "%(num)s new members", self.new)
        known = _("%(num)s already here and left as they are", num=self.unchanged)
        left = _("%(num)s that could not be taken", num=len(self.problems))
        said = [_("%(read)s lines read: %(new)s, %(known)s, %(left)s.", read=self.read, new=new, known=known, left=left)]
        if self.dry_run:
            said.append(_("This was a dry run: nothing was written."))
        if self.new_plans:
            said.append(_("This house had no plans yet; it begins with %(plans)s.", plans=", ".join(self.new_plans)))
        if self.new:
            said.append(_("New members have no password yet: they cannot sign in until they are invited."))
        return said

    def _said(self, problem: Problem) -> str:
        why = say(problem.why)
        return _("Line %(line)s (%(what)s): %(why)s", line=problem.line, what=problem.what, why=why)


def import_members(text: str, *, dry_run: bool, at: datetime, by: Member | None = None) -> Report:
    """Take in everybody on the table who is not here yet. The same table again changes nothing.

    Raises Invalid if the first line does not name the columns.
    """
    report = Report(dry_run)
    lines = rules.lines(text)
    columns = rules.header(next(lines, None))
    plans = frozenset(queries.plan_names() or _first_plans(report, by=by, at=at))
    read = [rules.read(line, columns, plans, at.date()) for line in lines]
    report.read = len(read)
    report.problems += [each for each in read if isinstance(each, Problem)]
    rows = _told_apart([each for each in read if isinstance(each, Row)], report)
    for start in range(0, len(rows), AT_ONCE):
        _take(rows[start : start + AT_ONCE], report, by=by, at=at)
    return report


def _first_plans(report: Report, *, by: Member | None, at: datetime) -> tuple[str, ...]:
    report.new_plans = list(FIRST_PLANS)
    if not report.dry_run:
        for name in FIRST_PLANS:
            members.offer_plan(name, by=by, at=at)
    return FIRST_PLANS


def _told_apart(rows: list[Row], report: Report) -> list[Row]:
    """Each address once: the first line that has it. Never merged silently."""
    first: dict[str, Row] = {}
    for row in rows:
        before = first.setdefault(row.newcomer.email, row)
        if before is row:
            continue
        if _same_name(before.newcomer.name, row.newcomer.name):
            report.unchanged += 1
        else:
            report.problems.append(_taken(row, before.newcomer.name))
    return list(first.values())


def _same_name(one: str, other: str) -> bool:
    return findable(one) == findable(other)


def _taken(row: Row, name: str) -> Problem:
    message = N_("This address is {name}’s already, and {other} has another name. Find out whose it is; nothing was merged.")
    return Problem(row.line, row.newcomer.email, Sentence(message, {"name": name, "other": row.newcomer.name}))


def _take(rows: list[Row], report: Report, *, by: Member | None, at: datetime) -> None:
    """Some rows in one transaction; should the database refuse one, each in its own, so that only that one is left."""
    fresh = _unknown(rows, report)
    if report.dry_run:
        report.new += len(fresh)
        return
    try:
        _write(fresh, by=by, at=at)
    except PortalError:
        for row in fresh:
            _take_alone(row, report, by=by, at=at)
    else:
        report.new += len(fresh)


def _unknown(rows: list[Row], report: Report) -> list[Row]:
    """The rows of people who are not here; the others are counted or named."""
    emails = [row.newcomer.email for row in rows]
    here = {member.email: member for member in db.session.scalars(select(Member).where(Member.email.in_(emails)))}
    for row in rows:
        member = here.get(row.newcomer.email)
        if member is not None and _same_name(member.name, row.newcomer.name) and not member.has_left:
            report.unchanged += 1
        elif member is not None:
            report.problems.append(_left(row) if member.has_left else _taken(row, member.name))
    return [row for row in rows if row.newcomer.email not in here]


def _left(row: Row) -> Problem:
    message = N_("{name} was a member and has left. Bring them back by hand, so that they are asked what we may keep.")
    return Problem(row.line, row.newcomer.email, Sentence(message, {"name": row.newcomer.name}))


def _take_alone(row: Row, report: Report, *, by: Member | None, at: datetime) -> None:
    try:
        _write([row], by=by, at=at)
    except PortalError as refusal:
        report.problems.append(Problem(row.line, row.newcomer.email, refusal.sentence))
    else:
        report.new += 1


def _write(rows: list[Row], *, by: Member | None, at: datetime) -> None:
    with transaction():
        for row in rows:
            keep_profile(members.enrol(row.newcomer, by=by, at=at), row.told, by=by, at=at)
