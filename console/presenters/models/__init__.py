"""The sections about edge models: one module each, ending in its registration."""
