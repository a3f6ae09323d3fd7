"""iCalendar text, in and out: lines, events, invitations, zones. Knows no feature, no web, no database."""
