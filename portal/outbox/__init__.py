"""Letters: written in the same transaction as what caused them, delivered by the worker, retried, never doubled."""
