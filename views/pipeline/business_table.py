"""The business indicators of the cells (L1.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.signal_catalogue import SIGNALS_BY_KEY
from console.kernel.i18n import t
from console.presenters.business_rows import BusinessRow
from console.presenters.business_tiles import INDICATORS
from console.presenters.signal_text import signal_label, signal_meaning
from views.widgets.mark import health_word
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class BusinessTable(DataTable[BusinessRow]):
    """The worst first; the objective of deliveries is 99.9 %."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.cell, name="business", memory=context.memory)
        self.setAccessibleName(t("Business indicators of the cells"))


def _columns() -> tuple[Column[BusinessRow], ...]:
    told: tuple[Column[BusinessRow], ...] = (
        Column("cell", t("Cell"), lambda row: row.title, health=lambda row: row.health, width=120),
        Column("state", t("State"), lambda row: health_word(row.health), width=90),
    )  # fmt: skip
    return (*told, *(_indicator(place, key) for place, key in enumerate(INDICATORS)))


def _indicator(place: int, key: str) -> Column[BusinessRow]:
    return Column(
        SIGNALS_BY_KEY[key].key,
        signal_label(key),
        lambda row: row.figures[place].text,
        sort=lambda row: row.figures[place].value,
        tooltip=lambda _row: signal_meaning(key),
        numeric=True,
        width=150,
        stretch=True,
    )
