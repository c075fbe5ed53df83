"""The Audits page."""
