"""Rooms from a table that a spreadsheet wrote: every line ends as a room or on the list of what is wrong with it."""
