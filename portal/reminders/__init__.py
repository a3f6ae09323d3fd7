"""The note queue: something human to do for a member, suggested by facts, done by people."""
