"""Setting locations up: address, zone and weekly hours.

It stands on the floor of bookings because what is booked decides: a zone stays while something is to come, and a new
address reaches the calendars of whoever is booked in.
"""
