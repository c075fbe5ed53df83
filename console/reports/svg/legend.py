"""The legend above a chart: what each line, band and limit is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.reports.svg.canvas import clipped, text_width
from console.reports.svg.palette import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.reports.svg.canvas import Canvas

SIZE = 11
LINE = 16
_SWATCH, _GAP = 18, 18


class LegendEntry(NamedTuple):
    """``kind``: ``line``, ``dash``, ``area`` or ``box``."""

    title: str
    colour: str
    kind: str
    opacity: float = 1.0


def legend_rows(entries: Sequence[LegendEntry], width: float) -> list[list[tuple[float, LegendEntry]]]:
    """Return the entries with their places, broken into rows of a width."""
    rows: list[list[tuple[float, LegendEntry]]] = [[]]
    x = 0.0
    for one in entries:
        short = one._replace(title=clipped(one.title, SIZE, width - _SWATCH - 8))
        needed = _SWATCH + 6 + text_width(short.title, SIZE) + _GAP
        if rows[-1] and x + needed - _GAP > width:
            rows.append([])
            x = 0.0
        rows[-1].append((x, short))
        x += needed
    return [row for row in rows if row]


def draw_legend(canvas: Canvas, rows: list[list[tuple[float, LegendEntry]]], left: float, top: float) -> None:
    """Draw rows of entries from a corner."""
    for index, row in enumerate(rows):
        y = top + index * LINE
        for x, one in row:
            _swatch(canvas, left + x, y, one)
            canvas.text(left + x + _SWATCH + 6, y + 9, one.title, SIZE, colour("text"))


def _swatch(canvas: Canvas, x: float, y: float, one: LegendEntry) -> None:
    if one.kind in {"line", "dash"}:
        canvas.line(x, y + 5, x + _SWATCH, y + 5, one.colour, 2, "5 3" if one.kind == "dash" else "")
    else:
        canvas.box(x, y, _SWATCH, 10, one.colour, one.opacity)
