"""Dialogs: the only modal windows."""
