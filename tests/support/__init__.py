"""What the tests stand on: a private PostgreSQL, a mail server, a page-checking visitor, a real browser."""
