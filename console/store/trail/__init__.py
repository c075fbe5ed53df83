"""The trail on disk."""
