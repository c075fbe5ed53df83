"""A dashboard server on loopback."""
