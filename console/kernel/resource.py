"""Files that come with the program: read by path, because ``importlib.resources`` costs a tenth of the start."""

from __future__ import annotations

import os

import resources


def resource_place(*parts: str) -> str:
    """Return where a file or folder under ``resources`` is, whether it is there or not."""
    return os.path.join(resources.__path__[0], *parts)


def resource_text(*parts: str) -> str:
    """Return the text of a file under ``resources``; raise ``OSError`` when there is none."""
    with open(resource_place(*parts), encoding="utf-8") as file:
        return file.read()
