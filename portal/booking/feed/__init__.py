"""What calendars show of bookings: events kept as bytes beside each booking, and how often a feed has changed."""
