"""Rules of the audit of tests that accompany change."""
