"""Requests, seen through until the member is satisfied. In code a request is a Ticket."""
