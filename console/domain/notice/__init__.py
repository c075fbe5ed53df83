"""Notices: messages to people, which channels get them, when, and what came of it."""
