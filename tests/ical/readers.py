"""Four independent readers, asked the same: at which instants does something begin."""

import json
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import icalendar
import recurring_ical_events
import vobject
from ical.calendar_stream import IcsCalendarStream

ROOT = Path(__file__).parents[2]
ICAL_JS = ROOT / "node_modules" / "ical.js" / "dist" / "ical.es5.cjs"
FROM, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)

# Strict, as Thunderbird reads: any complaint of the parser is an error.
SCRIPT = """
const ICAL = require(process.argv[1]);
const component = new ICAL.Component(ICAL.parse(require("fs").readFileSync(0, "utf8")));
if (!ICAL.design.strict) throw new Error("ical.js is not strict");
component.getAllSubcomponents("vtimezone").forEach((zone) => ICAL.TimezoneService.register(new ICAL.Timezone(zone)));
const events = component.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));
const told = events.map((event) => ({
  uid: event.uid,
  starts: event.startDate.toJSDate().toISOString(),
  day: event.startDate.isDate ? event.startDate.toString() : null,
  summary: event.summary,
}));
process.stdout.write(JSON.stringify(told));
"""


def _utc(moment):
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def by_icalendar(body: bytes) -> set[object]:
    """Python's icalendar, with recurring-ical-events."""
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(body)).between(FROM, UNTIL)
    return {_utc(event["DTSTART"].dt) for event in found}


def by_ical(body: bytes) -> set[object]:
    """Home Assistant's."""
    return {_utc(event.dtstart) for event in IcsCalendarStream.calendar_from_ics(body.decode()).events}


def by_vobject(body: bytes) -> set[object]:
    """Radicale's."""
    calendar = vobject.readOne(body.decode(), allowQP=False)
    return {_utc(event.dtstart.value) for event in getattr(calendar, "vevent_list", [])}


def told_by_ical_js(body: bytes) -> list[dict[str, str]]:
    """Each event as Thunderbird's reader has it."""
    done = subprocess.run(["node", "-e", SCRIPT, str(ICAL_JS)], input=body, capture_output=True, check=True, timeout=60)
    told: list[dict[str, str]] = json.loads(done.stdout)
    return told


def by_ical_js(body: bytes) -> set[object]:
    """Thunderbird's, strict, in Node."""
    told = told_by_ical_js(body)
    return {date.fromisoformat(each["day"]) if each["day"] else datetime.fromisoformat(each["starts"]) for each in told}


READERS = (by_icalendar, by_ical, by_vobject, by_ical_js)
