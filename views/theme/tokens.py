"""The design tokens of a theme: named colours, read from ``resources/themes``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

THEMES = ("light", "dark", "high-contrast")
PLOT_COLOURS = 8


@dataclass(frozen=True, slots=True)
class Tokens:
    """``colours`` maps a token (``text``, ``critical_soft``, ``plot_1``) to ``#rrggbb``."""

    name: str
    dark: bool
    colours: Mapping[str, str]


def load_tokens(name: str) -> Tokens:
    """Return the tokens of ``light``, ``dark`` or ``high-contrast``."""
    text = files("resources").joinpath("themes", f"{name}.json").read_text(encoding="utf-8")
    raw = json.loads(text)
    return Tokens(name, bool(raw["dark"]), dict(raw["colours"]))
