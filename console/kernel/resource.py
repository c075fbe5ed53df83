"""Files that come with the program: read by path, because ``importlib.resources`` costs a tenth of the start."""

from __future__ import annotations

import os

import resources


def resource_text(*parts: str) -> str:
    """Return the text of a file under ``resources``; raise ``OSError`` when there is none."""
    with open(os.path.join(resources.__path__[0], *parts), encoding="utf-8") as file:
        return file.read()
