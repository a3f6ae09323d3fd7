"""The letters that left, wait, failed or were kept, for the desk to read; a failed one can be tried again."""
