"""Policies on changes: what is told to them, and what they say."""
