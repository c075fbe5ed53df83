"""Steering a running lab with JSON lines: commands on standard input, events on standard output."""
