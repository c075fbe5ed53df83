"""The trail: who did what, and the proof of it."""
