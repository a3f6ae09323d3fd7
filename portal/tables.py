"""Imports every models.py once, so that migrations and tests know all tables."""

import portal.booking.door.models
import portal.booking.guests.models
import portal.booking.models
import portal.booking.series.models
import portal.booking.waitlist.models
import portal.calendars.models
import portal.db.keys
import portal.db.once
import portal.directory.models
import portal.helpdesk.models
import portal.house.models
import portal.members.models
import portal.outbox.models
import portal.reminders.models  # noqa: F401
