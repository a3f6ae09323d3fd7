"""Ways round a refusal, found in free intervals; pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice

from portal.booking.grid.rules import RoomDay
from portal.booking.limits.rules import Ground, objections
from portal.booking.rules import Ask, RoomFacts, Stay, Way, WayKind
from portal.kernel.slots import Slot
from portal.kernel.words import N_, Sentence
from portal.kernel.zones import day_bounds, instant_shifted, local, local_date

DAYS = 14
"""How far before and after the day asked for to look."""
OTHER_ROOMS = 2


@dataclass(frozen=True)
class Search:
    """What was refused, the room asked for over the days around, and every room over the slot asked for."""

    ask: Ask
    ground: Ground
    asked: RoomDay
    rooms: Sequence[RoomDay]

    @property
    def slot(self) -> Slot:
        """The slot asked for, rounded up to whole steps: what a way can offer."""
        limits = self.ground.limits
        steps = -(-self.ask.slot.lasts // limits.step)
        return Slot(self.ask.slot.starts_at, self.ask.slot.starts_at + max(steps * limits.step, limits.shortest))

    @property
    def day(self) -> date:
        """The date asked for."""
        return local_date(self.ask.slot.starts_at, self.ground.zone)

    def days(self) -> tuple[list[date], list[date]]:
        """The dates before and after the one asked for that may be booked, the nearest first."""
        today = local_date(self.ground.now, self.ground.zone)
        last = today + timedelta(days=self.ground.limits.days_ahead)
        before = [self.day - timedelta(days=n) for n in range(1, DAYS + 1)]
        after = [self.day + timedelta(days=n) for n in range(1, DAYS + 1)]
        return [day for day in before if today <= day <= last], [day for day in after if today <= day <= last]

    def may(self, room: RoomFacts, slot: Slot) -> bool:
        """Whether the rules allow this ask in that room at that time, and a form can say so."""
        ground = replace(self.ground, room=room)
        return self._sayable(slot) and not objections(self.ask.at(slot, room.slug), ground)

    def _sayable(self, slot: Slot) -> bool:
        """Of a time that the clocks show twice a form means the first: the second cannot be asked for."""
        return not any(local(edge, self.ground.zone).fold for edge in (slot.starts_at, slot.ends_at))

    def stay(self, room: RoomFacts, slot: Slot) -> Stay:
        """As a form asks for it."""
        return Stay(room.slug, room.name, slot, self.ground.zone)


def ways(search: Search) -> tuple[Way, ...]:
    """The ways round, in the order they are offered; asking the front desk is always the last."""
    found = [*_same_room(search), *islice(_other_rooms(search), OTHER_ROOMS)]
    if not found:
        found = list(_split(search))
    stay = search.stay(search.ground.room, search.ask.slot)
    return (*found, Way(WayKind.DESK, (stay,), Sentence(N_("The front desk often finds a way."))))


def _same_room(search: Search) -> Iterator[Way]:
    """The nearest free time before and the nearest after: on the same day, else on the nearest day that has one."""
    before, after = search.days()
    start = search.slot.starts_at
    same_day = [slot for slot in _on(search, search.day) if slot != search.ask.slot]
    earlier = [slot for slot in same_day if slot.starts_at < start]
    later = [slot for slot in same_day if slot.starts_at >= start]
    for near, days in ((later, after), (earlier, before)):
        slot = _nearest(near, start) or next(_on_other_days(search, days), None)
        if slot:
            yield Way(WayKind.SAME_ROOM, (search.stay(search.ground.room, slot),), _why_then(search, slot))


def _on_other_days(search: Search, days: Iterable[date]) -> Iterator[Slot]:
    clock = local(search.slot.starts_at, search.ground.zone).time()
    for day in days:
        slot = _nearest(_on(search, day), instant_shifted(day, clock, search.ground.zone))
        if slot:
            yield slot


def _nearest(slots: Iterable[Slot], start: datetime) -> Slot | None:
    return min(slots, key=lambda slot: abs(slot.starts_at - start), default=None)


def _on(search: Search, day: date) -> list[Slot]:
    """In each free stretch of this day the allowed slots nearest to the time asked for, on either side of it."""
    clock = local(search.slot.starts_at, search.ground.zone).time()
    wanted = instant_shifted(day, clock, search.ground.zone)
    slots = (slot for gap in search.asked.free(search.ground.hours.slots(day)) for slot in _in(search, gap, wanted))
    return [slot for slot in slots if search.may(search.ground.room, slot)]


def _in(search: Search, gap: Slot, wanted: datetime) -> Iterator[Slot]:
    """The slots of the length asked for in this gap whose starts are nearest to `wanted`, one on either side of it.

    In a gap in which the clocks change all of them: the nearest may be at a time that cannot be said.
    """
    lasts, step = search.slot.lasts, search.ground.limits.step
    first = _up(max(gap.starts_at, search.ground.now), search)
    last = gap.ends_at - lasts
    if first > last:
        return
    near, most = (wanted - first) // step, (last - first) // step
    zone = search.ground.zone
    steady = local(gap.starts_at, zone).utcoffset() == local(gap.ends_at, zone).utcoffset()
    numbers = sorted({min(max(number, 0), most) for number in (near, near + 1)}) if steady else range(most + 1)
    for number in numbers:
        yield Slot(first + number * step, first + number * step + lasts)


def _up(moment: datetime, search: Search) -> datetime:
    """The next step of the wall clock."""
    zone, step = search.ground.zone, search.ground.limits.step
    day_begins = day_bounds(local_date(moment, zone), zone)[0]
    return day_begins + -(-(moment - day_begins) // step) * step


def _why_then(search: Search, slot: Slot) -> Sentence:
    asked = search.ask.slot
    day = local_date(slot.starts_at, search.ground.zone)
    if day == search.day:
        if slot.starts_at == asked.starts_at:
            return Sentence(N_("The same room, for {lasts}."), {"lasts": slot.lasts})
        if slot.starts_at > asked.starts_at:
            return Sentence(N_("The same room, {by} later."), {"by": slot.starts_at - asked.starts_at})
        return Sentence(N_("The same room, {by} earlier."), {"by": asked.starts_at - slot.starts_at})
    if local(slot.starts_at, search.ground.zone).time() == local(asked.starts_at, search.ground.zone).time():
        return Sentence(N_("The same room at the same time, on {day}."), {"day": day})
    return Sentence(N_("The same room, on {day}."), {"day": day})


def _other_rooms(search: Search) -> Iterator[Way]:
    """Rooms as good or better at the time asked for, the smallest that fits first."""
    slot, asked = search.slot, search.ground.room
    suited = (taken for taken in search.rooms if taken.room.id != asked.id and taken.room.serves(search.ask))
    for taken in sorted(suited, key=lambda taken: taken.room.capacity):
        if taken.is_free(slot) and search.may(taken.room, slot):
            facts = {"room": taken.room.name, "seats": taken.room.capacity}
            why = Sentence(N_("Your time, another room. {room} seats {seats}."), facts)
            yield Way(WayKind.OTHER_ROOM, (search.stay(taken.room, slot),), why)


def _split(search: Search) -> Iterator[Way]:
    """One room as long as it is free, another for the rest; only when nothing else fits."""
    slot, step = search.slot, search.ground.limits.step
    suited = [taken for taken in search.rooms if taken.room.serves(search.ask)]
    free = [(taken.room, gap) for taken in suited for gap in taken.free([slot])]
    heads = [(room, gap.ends_at) for room, gap in free if gap.starts_at == slot.starts_at]
    tails = [(room, gap.starts_at) for room, gap in free if gap.ends_at == slot.ends_at]
    for first, until in sorted(heads, key=lambda head: head[1], reverse=True):
        change = slot.starts_at + (until - slot.starts_at) // step * step
        for second, since in tails:
            if since <= change and second.id != first.id and slot.starts_at < change < slot.ends_at:
                stays = (first, Slot(slot.starts_at, change)), (second, Slot(change, slot.ends_at))
                if all(search.may(room, part) for room, part in stays):
                    facts = {"change": local(change, search.ground.zone).time()}
                    why = Sentence(N_("Your time in two rooms; you change over at {change}."), facts)
                    yield Way(WayKind.SPLIT, tuple(search.stay(room, part) for room, part in stays), why)
                    return
