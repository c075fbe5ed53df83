"""Carrying audits out: on this machine first; clones, worker processes, results."""
