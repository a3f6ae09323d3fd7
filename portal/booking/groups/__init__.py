"""Groups of rooms, so that a rule can be set for all of them at once; a room may stand in several."""
