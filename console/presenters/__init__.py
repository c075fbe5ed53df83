"""Presenters: State in, frozen display-ready rows out; the window and the command line print the same rows."""
