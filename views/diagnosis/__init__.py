"""Widgets that show diagnoses."""
