"""Columns and tiles that show figures with their evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from console.domain.health import Health
from console.presenters.format import local_time
from views.widgets.sparkline import paint_sparkline
from views.widgets.stat_tile import Evidence
from views.widgets.table.column import Column

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter

    from console.domain.signal_key import SignalKey
    from console.presenters.figure import Figure
    from console.store.series_book import SeriesBook
    from views.theme.theme import Theme

Row = TypeVar("Row")
TREND_S = 3_600.0
_NOTED = frozenset({Health.WARNING, Health.CRITICAL})


def evidence_of(figure: Figure) -> Evidence:
    """Return what the tooltip of a figure says."""
    found = figure.evidence
    if found is None:
        return Evidence()
    return Evidence(query=found.query, source=found.connection, read_at=local_time(found.at_s))


def figure_tip(figure: Figure) -> str:
    """Return meaning and evidence of a figure as lines."""
    return "\n".join(part for part in (figure.meaning, evidence_of(figure).text()) if part)


def figure_column(key: str, title: str, of: Callable[[Row], Figure], width: int = 96) -> Column[Row]:
    """Return a numeric column of a figure; a mark stands before numbers that are beyond a limit."""

    def noted(row: Row) -> Health | None:
        severity = of(row).severity
        return severity if severity in _NOTED else None

    return Column(
        key,
        title,
        lambda row: of(row).text,
        sort=lambda row: of(row).value,
        health=noted,
        tooltip=lambda row: figure_tip(of(row)),
        numeric=True,
        width=width,
    )


def trend_picture(
    book: SeriesBook, theme: Theme, of: Callable[[Row], SignalKey | None]
) -> Callable[[QPainter, QRectF, Row], None]:
    """Return the painter of a sparkline column over the last hour."""

    def paint(painter: QPainter, area: QRectF, row: Row) -> None:
        key = of(row)
        if key is None:
            return
        times, values = book.read(key)
        if times:
            recent = [place for place, at_s in enumerate(times) if at_s >= times[-1] - TREND_S]
            first = recent[0] if recent else 0
            paint_sparkline(painter, area, times[first:], values[first:], theme.colour("accent"))

    return paint
