"""Loopback servers of the lab: they behave as the real systems do."""
