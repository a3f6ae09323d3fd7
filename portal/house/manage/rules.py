"""Two people edit the same thing: the second is told what changed; pure."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from portal.kernel.errors import Conflict
from portal.kernel.words import N_

BY_SOMEBODY = N_("{who} changed this on {when}, while you had it open.")
BY_NOBODY = N_("This was changed while you had it open.")


class Overtaken(Conflict):
    """It has changed since the form was opened; `fields` names what stands there differently from what was typed."""

    default = BY_NOBODY

    def __init__(self, names: tuple[str, ...] = (), *, who: str = "", when: datetime | None = None) -> None:
        """Say who did it and when, if that is known."""
        super().__init__(BY_SOMEBODY if who and when else BY_NOBODY, **({"who": who, "when": when} if who and when else {}))
        self.fields = names


def differing(now: Any, typed: Any) -> tuple[str, ...]:  # noqa: ANN401 - two of the same dataclass, whichever
    """The names of the fields in which the two are not the same, in their order."""
    return tuple(each.name for each in fields(now) if getattr(now, each.name) != getattr(typed, each.name))
