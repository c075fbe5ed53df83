"""Incidents: which alerts become one, how urgent it is, what people say to it, when it is over."""
