"""Rules of the audit of automation and bots."""
