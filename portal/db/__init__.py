"""The database: one declarative base, aware instants, one visible transaction per action, two engines.

Import from the modules: base (db, Model), types (UTCDateTime, new_public_id), unit (transaction, journal), constraints.
"""
