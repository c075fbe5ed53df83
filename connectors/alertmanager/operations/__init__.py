"""Performers of the operations on Alertmanager."""
