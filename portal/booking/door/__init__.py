"""The tablet beside a room: paired by a code, shows free or busy and no names, checks in and ends."""
