"""Requests, seen through until the member says it is fixed. In code a request is a Ticket.

Its words: the *shepherd* sees it through; a *message* is read by both sides, an *internal* one by the desk alone; the member
*waits* from the moment they wrote until somebody answers. Its promises: one field is enough to ask; only the member closes;
two people never claim the same; nothing internal reaches a member's page.
"""
