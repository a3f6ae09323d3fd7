"""Who is who: members, companies, plans, roles, sign-in, sessions, the audit log."""
