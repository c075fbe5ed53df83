"""Rules of the audit of history hygiene."""
