"""The numbers of a workbook's charts on a sheet of their own, and the charts made from them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from console.domain.report.chart import Chart, ChartKind
from console.reports.svg.palette import colour, series_colour
from console.reports.svg.thinned import thinned, thinned_band
from console.reports.workbook.style import day_format

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart as NativeChart
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from console.reports.workbook.style import Styles

_ROWS_OF_A_CHART = 17
_SIZE = {"width": 900, "height": 320}
_MOST_POINTS = 2_000
_EPOCH_DAYS = 25_569  # from 1899-12-30 to 1970-01-01
_DASHED = "dash"
_REFERENCE = re.compile(r"=?[^!]+!\$?[A-Z]+\$?\d+|=")
_Points = list[tuple[float | str, float | None]]


class ChartSheet:
    """Columns in pairs: where a point is, and its value."""

    def __init__(self, book: Workbook, sheet: Worksheet, name: str, styles: Styles) -> None:
        self._book, self._sheet, self._name, self._styles = book, sheet, name, styles
        self._column = 0

    @property
    def is_empty(self) -> bool:
        """Return whether there was no chart."""
        return self._column == 0

    def add(self, chart: Chart, onto: Worksheet, row: int) -> int:
        """Put a chart onto a sheet at a row; return the row below it."""
        bars = chart.kind in {ChartKind.BARS, ChartKind.BUDGET}
        kinds = {ChartKind.BARS: "column", ChartKind.BUDGET: "bar"}
        native = self._book.add_chart(
            {"type": kinds.get(chart.kind, "scatter"), **({} if bars else {"subtype": "straight"})}
        )
        assert native is not None
        for index, one in enumerate(chart.series):
            self._series(
                native, chart, one.title, _points(chart, one.points), _line(series_colour(index), one.is_dashed)
            )
        if not bars:
            self._edges(native, chart)
        self._look(native, chart, bars)
        onto.insert_chart(row, 0, native, {"description": f"{chart.title}: {chart.summary}"})
        return row + _ROWS_OF_A_CHART

    def _edges(self, native: NativeChart, chart: Chart) -> None:
        for band in chart.bands:
            points = thinned_band(band.points, _MOST_POINTS)
            look = _line(series_colour(0), True, 0.75)
            self._series(native, chart, f"{band.title} ↑", [(_day(at), high) for at, _, high in points], look)
            self._series(native, chart, f"{band.title} ↓", [(_day(at), low) for at, low, _ in points], look)
        ends = [at for one in chart.series for at, _ in one.points] + [
            at for one in chart.bands for at, _, _ in one.points
        ]
        for limit in chart.limits:
            points_of_limit: _Points = [(_day(at), limit.value) for at in (min(ends), max(ends))] if ends else []
            self._series(native, chart, limit.title, points_of_limit, _line(colour("critical"), True))

    def _series(self, native: NativeChart, chart: Chart, title: str, points: _Points, look: dict[str, Any]) -> None:
        """Write the points into the next two columns and draw them."""
        if not points:
            return
        first, second = self._column, self._column + 1
        self._column += 2
        head, moment = self._styles.of(bold=True), self._styles.of(num_format=f"{day_format()} hh:mm")
        self._sheet.write_string(0, first, chart.title, head)
        self._sheet.write_string(0, second, f"{title} ({chart.unit})" if chart.unit else title, head)
        self._sheet.set_column(first, second, 18)
        for row, (place, value) in enumerate(points, 1):
            if isinstance(place, str):
                self._sheet.write_string(row, first, place)
            else:
                self._sheet.write_number(row, first, place, moment)
            if value is not None:
                self._sheet.write_number(row, second, value)
        last = len(points)
        native.add_series(
            {
                "name": literal(title),
                "categories": [self._name, 1, first, last, first],
                "values": [self._name, 1, second, last, second],
                **look,
            }
        )

    def _look(self, native: NativeChart, chart: Chart, bars: bool) -> None:
        native.set_title({"name": literal(chart.title), "name_font": {"size": 11}, "overlay": False})
        native.set_size(_SIZE)
        native.set_legend({"position": "bottom"})
        value_axis = {
            "name": literal(chart.unit),
            "major_gridlines": {"visible": True, "line": {"color": colour("border")}},
        }
        if bars:
            native.set_x_axis(value_axis if chart.kind is ChartKind.BUDGET else {})
            native.set_y_axis({"reverse": True} if chart.kind is ChartKind.BUDGET else value_axis)
            return
        moments = [at for one in chart.series for at, _ in one.points] + [
            at for one in chart.bands for at, _, _ in one.points
        ]
        ends = {"min": _day(min(moments)), "max": _day(max(moments))} if moments else {}
        native.set_x_axis({"num_format": day_format(), "num_font": {"rotation": -45}, **ends})
        native.set_y_axis(value_axis)


def literal(name: str) -> str:
    """Return a name that XlsxWriter does not take for a reference (``Sheet1!A1``): a blank ends the likeness."""
    return name.replace("!", "! ").replace("=", " =", 1) if _REFERENCE.match(name) else name


def _points(chart: Chart, points: tuple[tuple[float, float | None], ...]) -> _Points:
    if chart.categories:
        return [(chart.categories[int(at)], value) for at, value in points]
    return [(_day(at), value) for at, value in thinned(points, _MOST_POINTS)]


def _line(stroke: str, is_dashed: bool, width: float = 1.75) -> dict[str, Any]:
    line = {"color": stroke, "width": width, **({"dash_type": _DASHED} if is_dashed else {})}
    return {"line": line, "fill": {"color": stroke}, "marker": {"type": "none"}}


def _day(at_s: float) -> float:
    """Return a moment as spreadsheets count: days of local time."""
    local = datetime.fromtimestamp(at_s, UTC).astimezone()
    offset = local.utcoffset()
    return (at_s + (offset.total_seconds() if offset else 0.0)) / 86_400 + _EPOCH_DAYS
