"""Imports as Python does them: PySide6 replaces ``__import__`` with one that reads the source of every module."""

from __future__ import annotations

import builtins


def import_plainly() -> None:
    """Import PySide6, and take back what that does to ``__import__``: it serves ``__feature__``, which is unused here.

    It costs each start milliseconds, keeps the source of everything that is imported later in memory (59 MB with
    numpy, scipy and kubernetes), and a fifth of the time of whatever thread imports.
    """
    import PySide6.QtCore  # noqa: F401, PLC0415 - this is what replaces it

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
