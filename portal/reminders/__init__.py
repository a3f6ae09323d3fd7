"""The note queue: something human to do for a member, suggested by facts, done by people.

Its words: a *touch* is a note by hand, a knock, a call, a coffee or a hello; its *reason* is what happened, with the fact that
shows it. Its promises: one touch per person, reason and occasion; it stays until somebody acts, however late; one person
has it at a time; software reminds and people write, so nothing here sends or words anything.
"""
