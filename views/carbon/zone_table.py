"""The grid zones of the estate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.carbon_rows import CarbonRow, attribution_text, grams_text
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext

_HEALTH = {True: Health.WARNING, False: Health.OK, None: Health.UNKNOWN}


class ZoneTable(DataTable[CarbonRow]):
    """Zones with cells first, of these the dirtiest first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.zone, name="carbon-zones", memory=context.memory)
        self.setAccessibleName(t("Grid zones"))


def zone_order(row: CarbonRow) -> tuple[bool, bool, float, str]:
    """Return the place of a zone."""
    return not row.cells, row.grams is None, -(row.grams or 0.0), row.zone


def _columns() -> tuple[Column[CarbonRow], ...]:
    return (
        Column("zone", t("Zone"), lambda row: row.zone, health=lambda row: _HEALTH[row.is_dirty], width=150,
               stretch=True),
        Column("grams", t("gCO2/kWh"), lambda row: grams_text(row.grams), sort=lambda row: row.grams, numeric=True,
               tooltip=_source, width=70),
        Column("kind", t("Kind"), lambda row: row.origin, tooltip=_origin, width=84, stretch=True),
        Column("age", t("Age"), lambda row: row.age, sort=_age, width=88),
        Column("lowest", t("Lowest"), lambda row: grams_text(row.lowest_grams),
               sort=lambda row: row.lowest_grams, numeric=True, tooltip=_lowest, width=56),
        Column("cells", t("Cells"), lambda row: ", ".join(row.cells), tooltip=lambda row: ", ".join(row.cells),
               width=90, stretch=True),
    )  # fmt: skip


def _age(row: CarbonRow) -> float | None:
    return None if row.issued_at_s is None else -row.issued_at_s


def _origin(row: CarbonRow) -> str:
    return f"{row.origin}\n{_source(row)}"


def _source(row: CarbonRow) -> str:
    return t("Source: {source}", source=attribution_text(row.attribution) or row.provider)


def _lowest(row: CarbonRow) -> str:
    return t("Lowest of the next 24 hours: {when}", when=row.lowest_at)
