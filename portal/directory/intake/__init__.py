"""People from a table of another system: every line becomes a member, or is named with what to do about it."""
