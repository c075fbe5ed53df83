"""The design tokens of a theme: named colours, read from ``resources/themes``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from console.kernel.resource import resource_text

if TYPE_CHECKING:
    from collections.abc import Mapping

THEMES = ("light", "dark", "high-contrast")
PLOT_COLOURS = 8


class Tokens(NamedTuple):
    """``colours`` maps a token (``text``, ``critical_soft``, ``plot_1``) to ``#rrggbb``."""

    name: str
    dark: bool
    colours: Mapping[str, str]


def load_tokens(name: str) -> Tokens:
    """Return the tokens of ``light``, ``dark`` or ``high-contrast``."""
    text = resource_text("themes", f"{name}.json")
    raw = json.loads(text)
    return Tokens(name, bool(raw["dark"]), dict(raw["colours"]))
