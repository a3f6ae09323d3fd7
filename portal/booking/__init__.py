"""Rooms and who has them when: occupancy, bookings, rules, ways round a no."""
