"""The limits: each rule that may object to an ask, and what it looks at."""
