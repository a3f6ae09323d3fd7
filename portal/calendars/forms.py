"""Choosing a feed, and naming a link to it."""

from collections.abc import Sequence

from wtforms import HiddenField, StringField

from portal.booking.models import Room
from portal.calendars.actions import Wanted
from portal.calendars.rules import FeedKind
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.web.forms import Form

LONGEST_LABEL = 40


class LinkForm(Form):
    """Which feed, which room, for which program."""

    feed = StringField()
    room = StringField()
    label = StringField()
    once = HiddenField()

    @property
    def kind(self) -> FeedKind:
        """The feed that was chosen; my bookings to begin with."""
        return FeedKind.ROOM if self.feed.data == FeedKind.ROOM else FeedKind.MINE

    def chosen(self, rooms: Sequence[Room]) -> Room | None:
        """The room of a room's feed: the one that was asked for, else the first."""
        if self.kind is not FeedKind.ROOM:
            return None
        return next((room for room in rooms if room.slug == self.room.data), rooms[0] if rooms else None)

    def wanted(self, rooms: Sequence[Room]) -> Wanted:
        """What was asked for. Raises Invalid, naming the field, when that does not exist."""
        if self.feed.data not in list(FeedKind):
            raise Invalid(N_("Choose which calendar you would like."), field="feed")
        room = self.chosen(rooms)
        if self.kind is FeedKind.ROOM and (room is None or room.slug != self.room.data):
            raise Invalid(N_("Choose one of the rooms."), field="room")
        label = " ".join((self.label.data or "").split())
        if not label:
            raise Invalid(N_("Say where you will use it: iPhone, Google, the kitchen screen."), field="label")
        if len(label) > LONGEST_LABEL:
            raise Invalid(N_("A few words are enough: at most {number} letters."), field="label", number=LONGEST_LABEL)
        return Wanted(self.kind, label, room)
