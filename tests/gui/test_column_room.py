"""Columns of figures at their first width: a figure is told whole, because half a number is a wrong number.

(proves product.md "works at 125–200 % scaling and at 1280×800", C1)
"""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtGui import QFontMetrics

from views.carbon.job_table import _columns as carbon_jobs
from views.cells.cell_board import _columns as board
from views.cost.edge_panel import _columns as edge
from views.theme.theme import Theme
from views.widgets.table.column import Column

AROUND_PX = 16
"""Of a text, left and right."""


@pytest.mark.parametrize(
    ("columns", "key", "text", "is_marked"),
    [
        (board, "p95", "5.18 秒", True),
        (board, "p95", "1 min 2 s", False),
        (board, "errors", "17.0 %", True),
        (board, "slo", "18 × used up", True),
        (board, "slo", "残り 45.9 %", True),
        (carbon_jobs, "lasts", "1 時間 35 分", False),
        (carbon_jobs, "lasts", "23 h 59 min", False),
        (carbon_jobs, "best", "Frankfurt · 2026/11/24 11:00", False),
        (edge, "so_far", "102,028,448,450", False),
        (edge, "forecast", "134,331,172,221", False),
    ],
)
def test_a_usual_figure_has_room(
    theme: Theme, columns: Callable[[], tuple[Column[Any], ...]], key: str, text: str, is_marked: bool
) -> None:
    metrics = QFontMetrics(theme.font())
    mark = round(metrics.ascent() * 0.72 + theme.space(1)) if is_marked else 0
    (column,) = (one for one in columns() if one.key == key)
    assert column.width * theme.scale > metrics.horizontalAdvance(text) + AROUND_PX + mark  # rounded, so one more
