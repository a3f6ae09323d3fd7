"""Setting rooms up: what a room is, its photo, the parts of a combined room, and taking a room out of use.

A room is never deleted: what was booked in it stays true. Setup and turnover belong to every coming booking, so changing
them makes all of those anew, or is refused with the bookings that would come too close.
"""
