"""The cell board: every cell in one line, worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from console.kernel.i18n import t
from console.presenters.cell_row import CellRow
from console.presenters.signal_text import layer_label, signal_label
from views.cells.figure_column import figure_column, trend_picture
from views.widgets.mark import HEALTH_MARKS, health_word, paint_mark
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable
from views.widgets.table.picture_delegate import PictureDelegate

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from views.page import PageContext


class CellBoard(DataTable[CellRow]):
    """A table of cells with their layers, lead figures and the reason of their health."""

    def __init__(self, context: PageContext) -> None:
        columns = _columns()
        super().__init__(context.theme, columns, lambda row: row.key, name="cells", memory=context.memory)
        book = context.session.store.series
        places = {column.key: place for place, column in enumerate(columns)}
        self._layers = PictureDelegate(context.theme, self._paint_layers)
        self._trend = PictureDelegate(
            context.theme, trend_picture(book, context.theme, lambda row: row.figure("router_rps").series)
        )
        self.setItemDelegateForColumn(places["layers"], self._layers)
        self.setItemDelegateForColumn(places["trend"], self._trend)
        self.setAccessibleName(t("Cells"))

    def _paint_layers(self, painter: QPainter, area: QRectF, row: CellRow) -> None:
        size = self._theme.space(1.5)
        step = size + self._theme.space(0.75)
        for place, layer in enumerate(row.layers):
            mark = HEALTH_MARKS[layer.health]
            spot = QRectF(area.left() + place * step, area.center().y() - size / 2, size, size)
            paint_mark(painter, spot, mark.shape, self._theme.health(layer.health))


def _columns() -> tuple[Column[CellRow], ...]:
    return (
        Column("cell", t("Cell"), lambda row: row.title, health=lambda row: row.health, tooltip=_title_tip, width=96),
        Column("state", t("State"), lambda row: health_word(row.health), sort=lambda row: -row.health, width=74),
        Column("layers", t("Layers"), _layers_text, tooltip=_layers_text, width=118),
        figure_column("routed", signal_label("router_rps"), lambda row: row.figure("router_rps"), 68),
        Column("trend", t("Last hour"), lambda row: "", width=64),
        figure_column("p95", signal_label("latency_p95"), lambda row: row.figure("latency_p95"), 78),
        figure_column("errors", signal_label("error_ratio"), lambda row: row.figure("error_ratio"), 78),
        figure_column("slo", signal_label("slo_attainment"), lambda row: row.slo, 114),
        figure_column("accuracy", signal_label("accuracy"), lambda row: row.figure("accuracy"), 76),
        figure_column("cost", signal_label("cost"), lambda row: row.figure("cost"), 70),
        figure_column("power", signal_label("power"), lambda row: row.figure("power"), 62),
        Column(
            "pods", t("Pods"), lambda row: row.pods, numeric=True, width=54, tooltip=lambda _row: t("Ready of all pods")
        ),
        Column(
            "why", t("Why"), _why, tooltip=lambda row: "\n".join((*row.reasons, *row.shape)), width=110, stretch=True
        ),
    )


def _title_tip(row: CellRow) -> str:
    return "\n".join(
        (f"{row.title} · {row.kind} · {row.place}", t("{unit} services + data stores", unit=row.unit), *row.shape)
    )


def _layers_text(row: CellRow) -> str:
    return "\n".join(
        f"{layer_label(one.layer)}: {health_word(one.health)}{' · ' + '; '.join(one.reasons) if one.reasons else ''}"
        for one in row.layers
    )


def _why(row: CellRow) -> str:
    return " · ".join((*row.reasons, *row.shape))
