"""Performers of the operations on Grafana."""
