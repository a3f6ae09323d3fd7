"""What stands behind a secret address: a calendar joined from stored events, or the word that nothing has changed."""
