"""Runbooks: what one says, what a plan of it will do, and how far a run is."""
