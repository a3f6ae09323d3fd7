"""The houses: locations, their zones, opening hours and closures, who is in."""
