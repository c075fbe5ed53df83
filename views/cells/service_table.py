"""The services and data stores of a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.layer import Layer
from console.kernel.i18n import t
from console.presenters.service_rows import FIGURES, ServiceRow
from console.presenters.signal_text import signal_label
from views.cells.figure_column import figure_column
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.presenters.figure import Figure
    from views.page import PageContext


class ServiceTable(DataTable[ServiceRow]):
    """In layer order; Enter opens the workload behind a row."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.name, name="services", memory=context.memory)
        self.setAccessibleName(t("Services and data stores"))


def _columns() -> tuple[Column[ServiceRow], ...]:
    order = list(Layer)
    return (
        Column(
            "name",
            t("Service"),
            lambda row: row.name,
            health=lambda row: row.health,
            tooltip=lambda row: row.workload,
            width=140,
        ),
        Column("layer", t("Layer"), lambda row: row.layer_text, sort=lambda row: order.index(row.layer), width=136),
        Column("ready", t("Ready"), lambda row: row.replicas, numeric=True, width=64),
        *(figure_column(key, signal_label(key), _of(place), 88) for place, key in enumerate(FIGURES)),
        Column("image", t("Image"), lambda row: row.image.rpartition("/")[2], tooltip=lambda row: row.image, width=150),
        Column("why", t("Why"), lambda row: row.reason, width=200, stretch=True),
    )


def _of(place: int) -> Callable[[ServiceRow], Figure]:
    return lambda row: row.figures[place]
