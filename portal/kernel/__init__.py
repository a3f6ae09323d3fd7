"""The floor everything stands on: time, slots, errors, words. Pure; the standard library and dateutil only."""
