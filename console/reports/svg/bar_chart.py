"""Bars per category, upright; dashed series are marks across them."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from console.reports.svg.canvas import Canvas, clipped, text_width
from console.reports.svg.frame import SIZE, framed
from console.reports.svg.legend import LegendEntry
from console.reports.svg.palette import colour, series_colour

if TYPE_CHECKING:
    from console.domain.report.chart import Chart
    from console.reports.svg.frame import Frame

_FILLED = 0.72


def bar_chart(chart: Chart) -> Canvas:
    """Return the drawing of upright bars."""
    entries = [
        LegendEntry(one.title, series_colour(index), "dash" if one.is_dashed else "box")
        for index, one in enumerate(chart.series)
    ]
    entries += [LegendEntry(one.title, colour("critical"), "dash") for one in chart.limits]
    values = [value for one in chart.series for _, value in one.points if value is not None]
    frame = framed(entries, [0.0, *values, *(one.value for one in chart.limits)], chart.unit)
    slot = (frame.right - frame.left) / max(len(chart.categories), 1)
    _bars(frame, chart, slot)
    for limit in chart.limits:
        frame.canvas.line(
            frame.left, frame.y(limit.value), frame.right, frame.y(limit.value), colour("critical"), 1.4, "7 4"
        )
    widest = max((text_width(name, SIZE) for name in chart.categories), default=0.0)
    every = max(1, min(ceil((widest + 6) / slot), ceil(90 / slot)))
    for index, name in enumerate(chart.categories):
        if index % every == 0:
            text = clipped(name, SIZE, slot * every - 4)
            frame.canvas.text(
                frame.left + slot * (index + 0.5), frame.bottom + 16, text, SIZE, colour("muted"), "middle"
            )
    return frame.canvas


def _bars(frame: Frame, chart: Chart, slot: float) -> None:
    solid = [index for index, one in enumerate(chart.series) if not one.is_dashed]
    width = slot * _FILLED / max(len(solid), 1)
    zero = frame.y(0.0)
    for index, series in enumerate(chart.series):
        for place, value in series.points:
            if value is None:
                continue
            left = frame.left + slot * place + slot * (1 - _FILLED) / 2
            if series.is_dashed:
                frame.canvas.line(
                    left, frame.y(value), left + slot * _FILLED, frame.y(value), series_colour(index), 2, "4 2"
                )
            else:
                top, bottom = sorted((frame.y(value), zero))
                frame.canvas.box(
                    left + width * solid.index(index), top, width * 0.94, bottom - top, series_colour(index)
                )
