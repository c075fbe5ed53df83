"""Frozen data and pure rules; no I/O of any kind."""
