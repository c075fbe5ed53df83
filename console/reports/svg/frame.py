"""The frame that charts share: legend, value axis with grid, place for what is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.reports.svg.canvas import Canvas, text_width
from console.reports.svg.legend import LINE, draw_legend, legend_rows
from console.reports.svg.palette import colour
from console.reports.svg.scale import Scale, round_bounds, tick_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.reports.svg.legend import LegendEntry

WIDTH, PLOT_HEIGHT = 720.0, 176.0
SIZE = 10.5
_RIGHT, _BOTTOM = 14.0, 24.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A canvas with the place for drawing in it (pixels); ``y`` maps values."""

    canvas: Canvas
    y: Scale
    left: float
    right: float
    top: float
    bottom: float


def framed(entries: Sequence[LegendEntry], values: list[float], unit: str, moments: bool = False) -> Frame:
    """Return a frame with legend and value axis; ``moments`` keeps room above for words of vertical lines."""
    low, high, ticks = round_bounds(values, zoomed=unit == "%" and min(values, default=0.0) > 50)
    step = ticks[1] - ticks[0]
    texts = [tick_text(one, step) for one in ticks]
    left = max(text_width(one, SIZE) for one in texts) + 10
    rows = legend_rows(entries, WIDTH - left - _RIGHT)
    top = 4 + len(rows) * LINE + (16 if unit else 4) + (14 if moments else 0)
    canvas = Canvas(WIDTH, top + PLOT_HEIGHT + _BOTTOM)
    scale = Scale(low, high, top + PLOT_HEIGHT, top)
    draw_legend(canvas, rows, left, 4)
    if unit:
        canvas.text(left, 4 + len(rows) * LINE + 9, unit, SIZE, colour("muted"))
    for value, text in zip(ticks, texts, strict=True):
        strong = value == 0
        canvas.line(left, scale(value), WIDTH - _RIGHT, scale(value), colour("border_strong" if strong else "border"))
        canvas.text(left - 6, scale(value) + 3.5, text, SIZE, colour("muted"), "end")
    return Frame(canvas, scale, left, WIDTH - _RIGHT, top, top + PLOT_HEIGHT)
