"""Incidents at work: watching alerts, keeping incidents, telling people."""
