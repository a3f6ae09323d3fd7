"""Bookings of another system, from a calendar file: each entry becomes a booking or is listed with the reason why not.

The decisions that a calendar leaves open are taken here once, and said in the report:
a rule without an end gives its first 104 dates, none later than two years (as a series in the portal does); a day without
times takes the room for the opening hours; what is tentative there is booked here, since the other system kept the room for it.
"""
