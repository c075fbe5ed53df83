"""Energy, emissions and SCI of cells or services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.emission_text import mass
from console.presenters.energy_rows import EnergyRow, user_text
from console.presenters.format import UNKNOWN, energy, number
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from views.page import PageContext


class EnergyTable(DataTable[EnergyRow]):
    """Those that emit most first; Enter or ``y`` shows what the numbers are made of."""

    def __init__(self, context: PageContext, *, by_service: bool) -> None:
        name = "carbon-services" if by_service else "carbon-cells"
        columns = _columns(by_service=by_service)
        super().__init__(context.theme, columns, lambda row: row.key, name=name, memory=context.memory)
        self.setAccessibleName(t("Energy of the services") if by_service else t("Energy of the cells"))

    def show_rows(self, rows: Sequence[EnergyRow], nothing: str) -> None:
        """Show energy; ``nothing`` says why there is none."""
        self.say_when_empty(nothing)
        self.set_rows(rows)


def _columns(*, by_service: bool) -> tuple[Column[EnergyRow], ...]:
    first = Column[EnergyRow]("cell", t("Cell"), lambda row: row.title, width=96)
    service = Column[EnergyRow]("service", t("Service"), lambda row: row.service, width=110)
    users = (
        Column[EnergyRow]("user", t("Per user and day"), lambda row: user_text(row.user_kwh),
                          sort=lambda row: row.user_kwh, numeric=True,
                          tooltip=lambda row: t("{count} users", count=number(row.users)), width=112),
    )  # fmt: skip
    return (
        first,
        *((service,) if by_service else ()),
        Column("energy", t("Energy, 24 h"), lambda row: energy(row.kwh), sort=lambda row: row.kwh, numeric=True,
               tooltip=lambda row: row.method, width=92),
        Column("grams", t("Emitted CO2e"), lambda row: mass(row.grams), sort=lambda row: row.grams, numeric=True,
               tooltip=lambda row: row.note, width=100),
        Column("embodied", t("Embodied CO2e"), lambda row: mass(row.embodied_g), sort=lambda row: row.embodied_g,
               numeric=True, width=100),
        Column("sci", t("SCI (CO2e per 1,000 requests)"), lambda row: UNKNOWN if row.sci is None else mass(row.sci),
               sort=lambda row: row.sci, numeric=True, tooltip=_sci, width=146),
        *(() if by_service else users),
        Column("method", t("Method"), lambda row: row.method, tooltip=lambda row: row.method, width=140),
        Column("note", t("Note"), lambda row: row.note, tooltip=lambda row: row.note, width=120, stretch=True),
    )  # fmt: skip


def _sci(row: EnergyRow) -> str:
    return "SCI = ((E × I) + M) ÷ R; " + t("{count} requests", count=number(row.requests))
