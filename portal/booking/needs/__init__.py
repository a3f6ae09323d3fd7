"""What a booking may need besides the room: equipment, layout, catering."""
