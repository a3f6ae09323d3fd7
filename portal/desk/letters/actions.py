"""Try a letter again."""

from datetime import datetime

from portal.db.unit import transaction
from portal.members import audit
from portal.members.models import Member
from portal.outbox import actions as outbox
from portal.outbox.models import Letter


def try_again(letter: Letter, *, by: Member, at: datetime) -> None:
    """Put a letter that came back into the line once more. Raises Conflict if it did not fail."""
    with transaction():
        outbox.put_back(letter, at=at)
        audit.note("letter.tried_again", about=f"letter:{letter.public_id}", by=by, at=at)
