"""The day of all rooms and the week of one: who has what when, as far as the viewer may know."""
