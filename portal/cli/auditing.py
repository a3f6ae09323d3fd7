"""`portal audit …`: who did and saw what."""

from datetime import UTC, datetime

import click
from sqlalchemy import select

from portal.cli.boot import portal_open
from portal.db.base import db
from portal.members import audit as log
from portal.members.models import AuditEntry, Member

MOST = 1000


@click.group()
def audit() -> None:
    """Read the audit log, and see that nobody has changed it.

    Example: portal audit list --last 20
    """


@audit.command("list")
@click.option("--last", default=50, show_default=True, type=click.IntRange(1, MOST), help="How many entries.")
@click.option("--about", default="", help="Only about this thing, such as booking:Xk3….")
@click.option("--by", default="", help="Only what the person with this e-mail address did.")
@click.option("--since", type=click.DateTime(), default=None, help="Only from this day on (UTC).")
def list_(last: int, about: str, by: str, since: datetime | None) -> None:
    """List entries, the oldest first: when, who, what, about what.

    Example: portal audit list --by cleo@grove.example --since 2026-03-01
    """
    query = select(AuditEntry, Member.email).outerjoin(Member, Member.id == AuditEntry.by_id)
    if about:
        query = query.where(AuditEntry.about == about)
    if by:
        query = query.where(Member.email == by.strip().lower())
    if since:
        query = query.where(AuditEntry.noted_at >= since.replace(tzinfo=UTC))
    with portal_open():
        rows = db.session.execute(query.order_by(AuditEntry.id.desc()).limit(last)).all()
        for entry, email in reversed(rows):
            when = entry.noted_at.isoformat(sep=" ", timespec="seconds")
            click.echo(f"{when}  {email or 'the portal':<28}  {entry.deed:<24}  {entry.about}  {entry.detail}".rstrip())


@audit.command()
def verify() -> None:
    """Walk the chain of seals; note the last seal elsewhere, and compare it next time.

    Example: portal audit verify
    """
    with portal_open():
        verdict = log.verify()
    if verdict.broken_at is not None:
        raise click.ClickException(f"Entry {verdict.broken_at} does not fit the one before it: the log was changed.")
    click.echo(f"{verdict.sealed} entries fit together, {verdict.waiting} wait for their seal. Last seal: {verdict.last_seal}")
