"""Runbooks as Markdown: reading, checking and planning them, and what their steps do."""
