"""Predictive: where will the next fixes be? It informs and never fails a build."""
