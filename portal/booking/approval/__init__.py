"""Rooms that staff say yes to: a booking is pencilled in until they do, and lapses some hours before it begins."""
