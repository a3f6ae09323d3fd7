"""Guests of a booking: people from outside who are invited by mail."""
