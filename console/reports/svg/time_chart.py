"""Lines over time, and the fan of a forecast."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from console.reports.svg.canvas import Canvas, clipped, text_width
from console.reports.svg.frame import SIZE, framed
from console.reports.svg.legend import LegendEntry
from console.reports.svg.palette import colour, series_colour
from console.reports.svg.scale import Scale, time_ticks
from console.reports.svg.thinned import thinned, thinned_band

if TYPE_CHECKING:
    from console.domain.report.chart import Chart, ChartBand, ChartSeries
    from console.reports.svg.frame import Frame

_MOST_POINTS = 640
_DASH = "5 3"


def time_chart(chart: Chart) -> Canvas:
    """Return the drawing of a chart over time."""
    frame = framed(_entries(chart), _values(chart), chart.unit, bool(chart.moments))
    moments = [at for one in chart.series for at, _ in one.points] + [
        at for one in chart.bands for at, _, _ in one.points
    ]
    begin, end = (min(moments), max(moments)) if moments else (0.0, 1.0)
    x = Scale(begin, end, frame.left, frame.right)
    _time_axis(frame, x)
    for index, band in enumerate(chart.bands):
        _band(frame, x, band, index)
    for index, one in enumerate(chart.series):
        _line(frame, x, one, series_colour(index))
    for limit in chart.limits:
        frame.canvas.line(
            frame.left, frame.y(limit.value), frame.right, frame.y(limit.value), colour("critical"), 1.4, "7 4"
        )
    _moments(frame, x, chart)
    return frame.canvas


def _entries(chart: Chart) -> list[LegendEntry]:
    lines = [
        LegendEntry(one.title, series_colour(index), "dash" if one.is_dashed else "line")
        for index, one in enumerate(chart.series)
    ]
    bands = [LegendEntry(one.title, series_colour(0), "area", _opacity(index)) for index, one in enumerate(chart.bands)]
    return [*lines, *bands, *(LegendEntry(one.title, colour("critical"), "dash") for one in chart.limits)]


def _values(chart: Chart) -> list[float]:
    lines = [value for one in chart.series for _, value in one.points if value is not None]
    bands = [value for one in chart.bands for _, low, high in one.points for value in (low, high)]
    return [*lines, *bands, *(one.value for one in chart.limits)]


def _opacity(index: int) -> float:
    return 0.14 + 0.12 * min(index, 3)


def _time_axis(frame: Frame, x: Scale) -> None:
    last = float("-inf")
    for at, text in time_ticks(x.low, x.high):
        half = text_width(text, SIZE) / 2
        place = min(max(x(at), frame.left + half), frame.right - half)
        frame.canvas.line(x(at), frame.bottom, x(at), frame.bottom + 4, colour("border_strong"))
        if place - half > last:
            frame.canvas.text(place, frame.bottom + 16, text, SIZE, colour("muted"), "middle")
            last = place + half + 8


def _band(frame: Frame, x: Scale, band: ChartBand, index: int) -> None:
    points = thinned_band(band.points, _MOST_POINTS)
    if len(points) > 1:
        upper = [(x(at), frame.y(high)) for at, _, high in points]
        lower = [(x(at), frame.y(low)) for at, low, _ in reversed(points)]
        frame.canvas.area(upper + lower, series_colour(0), _opacity(index))


def _line(frame: Frame, x: Scale, series: ChartSeries, stroke: str) -> None:
    piece: list[tuple[float, float]] = []
    for at, value in (*thinned(series.points, _MOST_POINTS), (0.0, None)):
        if value is not None and isfinite(value):
            piece.append((x(at), frame.y(value)))
        elif piece:
            frame.canvas.path(piece, stroke, 1.7, _DASH if series.is_dashed else "")
            piece = []


def _moments(frame: Frame, x: Scale, chart: Chart) -> None:
    free_from = float("-inf")
    for one in sorted(chart.moments, key=lambda moment: moment.at_s):
        if not x.low <= one.at_s <= x.high:
            continue
        frame.canvas.line(x(one.at_s), frame.top - 4, x(one.at_s), frame.bottom, colour("muted"), 1, "2 3")
        text = clipped(one.title, SIZE, 150)
        place = min(x(one.at_s) + 3, frame.right - text_width(text, SIZE))
        if place > free_from:
            frame.canvas.text(place, frame.top - 6, text, SIZE, colour("muted"))
            free_from = place + text_width(text, SIZE) + 6
