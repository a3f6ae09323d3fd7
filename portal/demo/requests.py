"""A dozen requests, in every state, with what was said about them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.booking.queries import room
from portal.db.unit import transaction
from portal.demo.people import Cast
from portal.helpdesk import actions, steps
from portal.helpdesk.actions import Asking
from portal.helpdesk.models import Ticket
from portal.helpdesk.rules import Channel, Kind, Status
from portal.helpdesk.steps import Saying
from portal.members.models import Member


@dataclass(frozen=True)
class Story:
    """What somebody asked, how long ago, and how far it has come."""

    hours_ago: float
    words: str
    kind: Kind
    reaches: Status
    answer: str = ""
    room: str = ""
    channel: Channel = Channel.PORTAL


STORIES = (
    Story(0.6, "The projector in Cedar shows everything pink, we tried two laptops.", Kind.FAULT, Status.RECEIVED, room="cedar"),
    Story(1.5, "Could we have oat milk in the second-floor kitchen as well?", Kind.WISH, Status.RECEIVED),
    Story(3, "Heating in Alder is stuck on warm and the dial does nothing.", Kind.FAULT, Status.ACKNOWLEDGED,
          "Thank you for saying so. I am on my way up to have a look.", "alder", Channel.WALK_UP),
    Story(5, "May I bring my dog on Fridays? She sleeps under the desk all day.", Kind.EXCEPTION, Status.ACKNOWLEDGED,
          "I am asking your neighbours first and come back to you this week."),
    Story(26, "The door to the bike store does not open with my card.", Kind.FAULT, Status.IN_HAND,
          "Your card is renewed, the lock reads it from tonight on."),
    Story(30, "Our new colleague starts on Monday, how does she get in?", Kind.QUESTION, Status.WAITING_FOR_MEMBER,
          "With pleasure. Could you send me her name and when she arrives?"),
    Story(50, "The whiteboard pens in Birch are all dry.", Kind.FAULT, Status.WAITING_FOR_OTHER,
          "New ones are ordered, they come with tomorrow's delivery.", "birch"),
    Story(54, "Do you know somebody who does book-keeping for small studios?", Kind.INTRODUCTION, Status.ANSWERED,
          "I asked Juniper Legal, they would love to meet you. Is that what you were after?"),
    Story(75, "The invoice for last month has our old address on it.", Kind.COMPLAINT, Status.ANSWERED,
          "Sorry about that. A corrected one is in your mail. Is everything right now?"),
    Story(120, "It was rather loud at the phone booths yesterday afternoon.", Kind.COMPLAINT, Status.CLOSED_CONFIRMED,
          "We have moved the coffee corner and put a curtain up. Is it better?"),
    Story(150, "Can I get a parcel delivered here on a Saturday?", Kind.QUESTION, Status.CLOSED_CONFIRMED,
          "The desk is closed on Saturdays, but the lockers by the gate take parcels. Shall I reserve one for you?"),
    Story(170, "Is there a shower for those who cycle in?", Kind.QUESTION, Status.CLOSED_NO_WORD,
          "There is, on the ground floor behind the bike store; towels are in the cupboard."),
    Story(190, "Could the music in the lobby be turned off for good?", Kind.WISH, Status.DECLINED,
          "Many like it quiet, many like it so. We keep it low, and off until ten."),
)  # fmt: skip
PATHS: dict[Status, tuple[Status, ...]] = {
    Status.WAITING_FOR_MEMBER: (Status.IN_HAND, Status.WAITING_FOR_MEMBER),
    Status.WAITING_FOR_OTHER: (Status.IN_HAND, Status.WAITING_FOR_OTHER),
    Status.CLOSED_NO_WORD: (Status.IN_HAND, Status.ANSWERED, Status.CLOSED_NO_WORD),
    Status.DECLINED: (Status.DECLINED,),
}
"""Ends that no button leads to yet."""


def ask_and_answer(cast: Cast, *, at: datetime) -> None:
    """Tell the stories, the oldest first, as they happened."""
    askers = (cast.ben, *cast.others[3:])
    for number, story in enumerate(sorted(STORIES, key=lambda each: -each.hours_ago)):
        _tell(story, askers[number], cast.cleo, at=at)


def _tell(story: Story, asker: Member, cleo: Member, *, at: datetime) -> None:
    asked_at = at - timedelta(hours=story.hours_ago)
    where = room(story.room) if story.room else None
    ticket = actions.ask(Asking(words=story.words, kind=story.kind, room=where, channel=story.channel), by=asker, at=asked_at)
    if not story.answer:
        return
    answered_at = asked_at + timedelta(minutes=25)
    asks = story.reaches in {Status.ANSWERED, Status.CLOSED_CONFIRMED}
    actions.reply(ticket, Saying(words=story.answer), by=cleo, at=answered_at, asks=asks)
    if story.reaches is Status.IN_HAND:
        actions.reply(
            ticket, Saying(words="It takes a little longer, I keep you posted."), by=cleo, at=answered_at + timedelta(hours=1)
        )
    if story.reaches is Status.CLOSED_CONFIRMED:
        actions.confirm(ticket, by=asker, at=answered_at + timedelta(hours=2))
    _end(ticket, story.reaches, cleo, answered_at + timedelta(hours=3))


def _end(ticket: Ticket, reaches: Status, cleo: Member, at: datetime) -> None:
    if reaches in PATHS:
        with transaction():
            locked = steps.locked(ticket)
            steps.move(locked, PATHS[reaches], cleo, at)
