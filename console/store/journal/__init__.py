"""The journal of changes on disk."""
