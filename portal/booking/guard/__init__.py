"""Lock the parts, look who has them, take them: what stands between two people and one room.

The lock keeps a contested slot fast, the look gives the refusal its words, and the database has the last word
(`migrations/versions/0002_booking.py`): whatever path a write comes by, no two occupancies of a part meet.
"""
