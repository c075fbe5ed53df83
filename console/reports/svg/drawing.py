"""A chart as a vector picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.report.chart import ChartKind
from console.reports.svg.bar_chart import bar_chart
from console.reports.svg.budget_chart import budget_chart
from console.reports.svg.time_chart import time_chart

if TYPE_CHECKING:
    from console.domain.report.chart import Chart

_KINDS = {
    ChartKind.LINE: time_chart,
    ChartKind.FAN: time_chart,
    ChartKind.BARS: bar_chart,
    ChartKind.BUDGET: budget_chart,
}


def drawing(chart: Chart, identity: str) -> str:
    """Return SVG with an accessible title and description; ``identity`` is the picture's own in its document."""
    return _KINDS[chart.kind](chart).picture(chart.title, chart.summary, identity)
