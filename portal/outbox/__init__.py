"""Letters: written in the same transaction as what caused them, delivered by the worker, retried, never doubled.

A *letter* waits while it has a time to be tried at (`due_at`). It ends sent, failed (the server refused it for good) or
kept (this house sends no mail). Promises: none lost, in order within a thread, one bad address holds up nobody.
"""
