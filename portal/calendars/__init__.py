"""Calendar feeds with revocable addresses, and the import of bookings from other systems."""
