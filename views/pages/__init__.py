"""Pages: one module each, ending in its registration."""
