"""Rules of the audit of the declared stages of change."""
