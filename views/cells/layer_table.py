"""The table of layers: each lead metric of each layer of each cell with its course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.layer import Layer
from console.kernel.i18n import t
from console.presenters.layer_metrics import LayerMetric
from console.presenters.signal_text import layer_label
from views.cells.figure_column import figure_tip, trend_picture
from views.widgets.mark import health_word
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable
from views.widgets.table.picture_delegate import PictureDelegate

if TYPE_CHECKING:
    from views.page import PageContext


class LayerTable(DataTable[LayerMetric]):
    """Worst first; the strategy column says what to do first and why (L1.5)."""

    def __init__(self, context: PageContext) -> None:
        columns = _columns()
        super().__init__(
            context.theme,
            columns,
            lambda row: (row.cell, row.layer, row.figure.key),
            name="layers",
            memory=context.memory,
        )
        place = next(place for place, one in enumerate(columns) if one.key == "trend")
        book = context.session.store.series
        self._trend = PictureDelegate(context.theme, trend_picture(book, context.theme, lambda row: row.figure.series))
        self.setItemDelegateForColumn(place, self._trend)
        self.setAccessibleName(t("Layers of all cells"))


def _columns() -> tuple[Column[LayerMetric], ...]:
    order = list(Layer)
    return (
        Column("cell", t("Cell"), lambda row: row.cell_title, width=120),
        Column(
            "layer", t("Layer"), lambda row: layer_label(row.layer), sort=lambda row: order.index(row.layer), width=144
        ),
        Column("metric", t("Metric"), lambda row: row.figure.label, tooltip=lambda row: row.figure.meaning, width=140),
        Column(
            "value",
            t("Value"),
            lambda row: row.figure.text,
            sort=lambda row: row.figure.value,
            tooltip=lambda row: figure_tip(row.figure),
            numeric=True,
            width=110,
        ),
        Column("state", t("State"), _word, sort=lambda row: -_health(row), health=_health, width=100),
        Column("trend", t("Last hour"), lambda row: "", width=140),
        Column("strategy", t("First strategy"), lambda row: row.strategy, width=150),
        Column("advice", t("Why"), lambda row: row.advice, width=320, stretch=True),
    )


def _health(row: LayerMetric) -> Health:
    return Health.OK if row.figure.severity is None else row.figure.severity


def _word(row: LayerMetric) -> str:
    return t("No limit") if row.figure.severity is None else health_word(row.figure.severity)
