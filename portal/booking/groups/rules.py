"""What a manager says about a group of rooms; pure."""

from dataclasses import dataclass

LONGEST_NAME = 80


@dataclass(frozen=True)
class GroupPlan:
    """A name and the slugs of its rooms."""

    name: str
    rooms: tuple[str, ...] = ()
