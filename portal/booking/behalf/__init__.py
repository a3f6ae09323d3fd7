"""The desk books for others: for whom, and what was used without a booking."""
