"""People as they wish to be known, and what we remember about them."""
