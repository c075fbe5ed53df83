"""Demand ahead: series of the past, what continues them, and how far that is to be trusted."""
