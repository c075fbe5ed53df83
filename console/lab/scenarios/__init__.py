"""Faults that the lab injects, one file each, found through a registry."""
