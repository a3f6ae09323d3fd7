"""Bookings that repeat: a rule, its dates as bookings of their own, and what is done with several of them at once."""
