"""The style sheet: one template, filled with the tokens of a theme and the scale of the user."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from console.kernel.errors import ConsoleError
from console.kernel.paths import write_private
from console.kernel.resource import resource_text
from views.theme.icon import svg_text

if TYPE_CHECKING:
    from pathlib import Path

    from views.theme.tokens import Tokens

TYPE_SCALE_PT = {"caption": 9.0, "body": 10.0, "section": 11.0, "title": 14.0, "display": 18.0}
_ARROWS = {
    "arrow_down": ("chevron-down", "muted"),
    "arrow_up": ("chevron-up", "muted"),
    "arrow_check": ("check", "on_accent"),
}


def style_sheet(tokens: Tokens, scale: float, folder: Path | None) -> str:
    """Return the style sheet. ``folder`` receives the few pictures that Qt wants as files; ``None``: go without."""
    template = resource_text("qss", "app.qss")
    sizes = {name: f"{size * scale:.1f}pt" for name, size in TYPE_SCALE_PT.items()}
    vertical, horizontal = round(5 * scale), round(12 * scale)
    padding = {
        "pad_v": f"{vertical}px",
        "pad_h": f"{horizontal}px",
        "pad_v_focus": f"{vertical - 1}px",
        "pad_h_focus": f"{horizontal - 1}px",
        "pad_cell": f"{round(8 * scale)}px",
    }
    return Template(template).substitute(tokens.colours, **sizes, **padding, **_arrows(tokens, folder))


def _arrows(tokens: Tokens, folder: Path | None) -> dict[str, str]:
    return {key: _picture(tokens, folder, icon, hue) for key, (icon, hue) in _ARROWS.items()}


def _picture(tokens: Tokens, folder: Path | None, icon: str, hue: str) -> str:
    if folder is None:
        return ""
    file = folder / f"{tokens.name}-{icon}.svg"
    try:
        picture = svg_text(icon, tokens.colours[hue])
        if not _holds(file, picture):
            write_private(file, picture)
    except ConsoleError:
        return ""  # a read-only home costs the arrow, not the window
    return f'image: url("{file.as_posix()}");'


def _holds(file: Path, text: str) -> bool:
    try:
        return file.read_text(encoding="utf-8") == text
    except (OSError, ValueError):
        return False
