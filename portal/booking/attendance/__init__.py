"""Check-in: who came, who did not and whose room is passed on, who was done early."""
