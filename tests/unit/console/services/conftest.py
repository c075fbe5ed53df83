"""Consoles that change a file of numbers."""

from tests.fakes.change_engine import engine, make_engine

__all__ = ["engine", "make_engine"]
