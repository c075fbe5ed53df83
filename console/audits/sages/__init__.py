"""Rules of the audit of kept knowledge."""
