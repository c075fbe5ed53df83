"""Lying bars up to what is allowed: a budget per line, with a mark where it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.reports.svg.canvas import Canvas, clipped, text_width
from console.reports.svg.frame import SIZE, WIDTH
from console.reports.svg.legend import LINE, LegendEntry, draw_legend, legend_rows
from console.reports.svg.palette import colour, series_colour
from console.reports.svg.scale import Scale, round_bounds, tick_text

if TYPE_CHECKING:
    from console.domain.report.chart import Chart

_ROW, _RIGHT = 26.0, 26.0
_MOST_NAME = 190.0


def budget_chart(chart: Chart) -> Canvas:
    """Return the drawing of lying bars; dashed series are the marks, and what is beyond its mark is critical."""
    values = [value for one in chart.series for _, value in one.points if value is not None]
    low, high, ticks = round_bounds([0.0, *values], 6)
    names = [clipped(one, SIZE, _MOST_NAME) for one in chart.categories]
    left = max((text_width(one, SIZE) for one in names), default=0.0) + 12
    entries = [
        LegendEntry(one.title, _colour(chart, index), "dash" if one.is_dashed else "box")
        for index, one in enumerate(chart.series)
    ]
    rows = legend_rows(entries, WIDTH - left - _RIGHT)
    top = 4 + len(rows) * LINE + 6
    bottom = top + _ROW * len(names)
    canvas = Canvas(WIDTH, bottom + 24)
    draw_legend(canvas, rows, left, 4)
    x = Scale(low, high, left, WIDTH - _RIGHT)
    _axis(canvas, x, ticks, top, bottom, chart.unit)
    for index, name in enumerate(names):
        canvas.text(left - 8, top + _ROW * (index + 0.5) + 3.5, name, SIZE, colour("text"), "end")
        _row(canvas, x, chart, index, top + _ROW * index)
    return canvas


def _axis(canvas: Canvas, x: Scale, ticks: tuple[float, ...], top: float, bottom: float, unit: str) -> None:
    step = ticks[1] - ticks[0]
    for value in ticks:
        canvas.line(x(value), top, x(value), bottom, colour("border_strong" if value == 0 else "border"))
        text = tick_text(value, step)
        last = value == ticks[-1] and unit
        canvas.text(
            x(value),
            bottom + 15,
            f"{text} {unit}" if last else text,
            SIZE,
            colour("muted"),
            "end" if last else "middle",
        )


def _colour(chart: Chart, index: int) -> str:
    return colour("text") if chart.series[index].is_dashed else series_colour(index)


def _row(canvas: Canvas, x: Scale, chart: Chart, place: int, top: float) -> None:
    known = [dict(one.points).get(float(place)) for one in chart.series]
    solid = [index for index, one in enumerate(chart.series) if not one.is_dashed and known[index] is not None]
    height = (_ROW - 8) / max(len(solid), 1)
    for order, index in enumerate(solid):
        value = known[index] or 0.0
        begin, end = sorted((x(0.0), x(value)))
        canvas.box(begin, top + 4 + order * height, end - begin, height - 1, _colour(chart, index))
    for index, one in enumerate(chart.series):
        value_of_mark = known[index]
        if one.is_dashed and value_of_mark is not None:
            canvas.line(x(value_of_mark), top + 1, x(value_of_mark), top + _ROW - 3, colour("text"), 2)
