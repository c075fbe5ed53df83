"""Deliveries of other systems: whether they are genuine, and what they say."""
