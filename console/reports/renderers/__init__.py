"""One file per format, each ending in a registration."""
