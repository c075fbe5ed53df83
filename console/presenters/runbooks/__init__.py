"""Runbooks as they are shown: the library, a plan before it runs, runs and their steps."""
