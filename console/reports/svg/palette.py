"""The colours of documents: the tokens of the light theme, because paper is white."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import resources

SERIES = tuple(f"plot_{index}" for index in range(1, 9))


@cache
def _colours() -> dict[str, str]:
    file = Path(resources.__path__[0]) / "themes" / "light.json"
    colours: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))["colours"]
    return colours


def colour(token: str) -> str:
    """Return the colour of a token as ``#rrggbb``."""
    return _colours()[token]


def series_colour(index: int) -> str:
    """Return the colour of a chart's series; after eight they begin anew."""
    return colour(SERIES[index % len(SERIES)])
