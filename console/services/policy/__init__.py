"""Policies in Rego: where they are, and how they are evaluated apart from the console."""
