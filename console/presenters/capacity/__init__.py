"""Capacity as rows: what cells can carry, what they will have to, and what to do about it."""
