"""The demo house, filled through the same actions that people use."""
