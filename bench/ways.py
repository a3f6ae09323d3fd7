"""How long the ways round a refusal take to find: 500 rooms, 30 days, everything busy. Budget: 50 ms.

python bench/ways.py
"""

import random
import statistics
import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.booking.grid.rules import RoomDay, Stretch
from portal.booking.limits.rules import Ground
from portal.booking.rules import MARGIN, Ask, Kind, RoomFacts
from portal.booking.ways.rules import Search, ways
from portal.house.rules import Hours
from portal.kernel.slots import Slot

ROOMS, DAYS, ROUNDS = 500, 30, 40
BUDGET_MS = 50
LONDON = ZoneInfo("Europe/London")
MONDAY = date(2026, 3, 9)
NOW = datetime(2026, 3, 9, 9, tzinfo=UTC)
HOURS = Hours(LONDON, {day: ((datetime(2026, 1, 1, 8, 30).time(), datetime(2026, 1, 1, 19).time()),) for day in range(7)})  # noqa: DTZ001


def busy(day: date, chance: random.Random) -> list[Stretch]:
    """A day in which most of the room is taken."""
    found, at = [], datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=8, minutes=30)
    for _ in range(10):
        lasts = timedelta(minutes=15 * chance.randint(2, 5))
        found.append(Stretch(Kind.BOOKING, at, at + lasts, at, at + lasts))
        at += lasts + timedelta(minutes=15 * chance.randint(0, 1))
    return found


def search(chance: random.Random) -> Search:
    """Somebody wants two hours in the middle of the fortnight."""
    rooms = [
        RoomFacts(id=n, slug=f"room-{n}", name=f"Room {n}", capacity=chance.randint(2, 20), fire_capacity=25)
        for n in range(ROOMS)
    ]
    asked_on = MONDAY + timedelta(days=DAYS // 2)
    starts = datetime.combine(asked_on, datetime.min.time(), UTC) + timedelta(hours=11)
    around = [stretch for n in range(DAYS) for stretch in busy(MONDAY + timedelta(days=n), chance)]
    slot = Slot(starts, starts + timedelta(hours=2))
    # As the query gives it: of the other rooms only what is near the slot.
    there = [
        RoomDay(
            room,
            tuple(
                one for one in busy(asked_on, chance) if one.slot.overlaps(Slot(slot.starts_at - MARGIN, slot.ends_at + MARGIN))
            ),
        )
        for room in rooms
    ]
    ask = Ask(room="room-0", slot=slot, people=6)
    return Search(ask, Ground(rooms[0], HOURS, NOW), RoomDay(rooms[0], tuple(around)), there)


def main() -> None:
    """Measure and say whether the budget holds."""
    took = []
    for round_ in range(ROUNDS):
        asked = search(random.Random(round_))
        began = time.process_time()
        ways(asked)
        took.append((time.process_time() - began) * 1000)
    print(f"ways round: median {statistics.median(took):.1f} ms, worst {max(took):.1f} ms of {BUDGET_MS} ms")


if __name__ == "__main__":
    main()
