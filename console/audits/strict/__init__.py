"""The audit strict: code rules."""
