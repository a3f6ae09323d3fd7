"""One effect per form: a form's token is written in the same transaction as what the form made."""

from datetime import datetime

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Model, db
from portal.db.constraints import explain
from portal.db.types import UTCDateTime
from portal.db.upsert import upsert
from portal.kernel.errors import Conflict
from portal.kernel.words import N_


class AlreadyDone(Conflict):
    """The same form arrived again while its first copy was being worked on."""

    default = N_("This form was already sent. Look at what it made before sending it again.")


class Once(Model):
    """A form's token and the address of what it made; kept for some days."""

    __tablename__ = "once"

    token: Mapped[str] = mapped_column(String(80), primary_key=True)
    made: Mapped[str] = mapped_column(String(200))
    used_at: Mapped[datetime] = mapped_column(UTCDateTime)


explain("pk_once", AlreadyDone)
explain("once.token", AlreadyDone)


def made_by(token: str) -> str | None:
    """The public id of what this form made the first time, or None if it has not been used."""
    return db.session.scalar(select(Once.made).where(Once.token == token)) if token else None


def use(token: str, *, made: str, at: datetime) -> None:
    """Spend the token, inside the transaction that makes the thing. Raises AlreadyDone at the flush if it was spent."""
    if token:
        db.session.add(Once(token=token, made=made, used_at=at))


def spend(token: str, *, made: str, at: datetime) -> bool:
    """Spend the token and say whether this was the first time; waits for a transaction that is spending it right now."""
    if not token:
        return True
    row = {"token": token, "made": made, "used_at": at}
    first = db.session.execute(upsert(Once).values(row).on_conflict_do_nothing().returning(Once.token))
    return first.scalar_one_or_none() is not None


def forget(*, before: datetime) -> int:
    """Forget forms that were sent before this instant: nobody sends them again. Returns how many."""
    gone = db.session.execute(delete(Once).where(Once.used_at < before))
    return int(getattr(gone, "rowcount", 0))
