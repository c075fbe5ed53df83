"""Loopback web servers that check a token and their own name."""
