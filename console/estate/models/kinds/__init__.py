"""Kinds of documents: one module each, ending in its registration."""
