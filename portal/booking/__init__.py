"""Rooms and who has them when.

A room is made of parts; an occupancy takes one part for a time, and the database lets no two of a part meet. A booking is
an agreement: it writes an occupancy for each part of its room, with the minutes to set up and to turn over. An ask is what
somebody would like; a rule objects to it or not; a refused ask comes back with ways round.
"""
