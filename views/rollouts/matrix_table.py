"""The cells of a rollout against its stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.rollout_run_rows import MatrixRow, StageState, state_word
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext

_STAGES = 8
_HEALTH = {
    StageState.DONE: Health.OK,
    StageState.NOW: Health.WARNING,
    StageState.BACK: Health.CRITICAL,
    StageState.LEFT: Health.CRITICAL,
}


class MatrixTable(DataTable[MatrixRow]):
    """One line per cell in the order of the plan; columns without a stage are hidden."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.cell, name="rollout-cells", memory=context.memory)
        self.setAccessibleName(t("Cells and stages"))
        self.say_when_empty(t("Select a rollout to see its cells."))

    def show_cells(self, rows: tuple[MatrixRow, ...]) -> None:
        """Show the cells of one rollout."""
        most = max((len(row.shares) for row in rows), default=0)
        for place in range(_STAGES):
            self.setColumnHidden(place + 2, place >= most)
        self.set_rows(rows)


def _columns() -> tuple[Column[MatrixRow], ...]:
    fixed: tuple[Column[MatrixRow], ...] = (
        Column("wave", t("Wave"), lambda row: str(row.wave), sort=lambda row: row.wave, numeric=True, width=60),
        Column("cell", t("Cell"), lambda row: row.cell, width=130),
    )
    return (*fixed, *(_stage(place) for place in range(_STAGES)))


def _stage(place: int) -> Column[MatrixRow]:
    def text(row: MatrixRow) -> str:
        return f"{row.shares[place]} {state_word(row.states[place])}" if place < len(row.shares) else ""

    def health(row: MatrixRow) -> Health | None:
        return _HEALTH.get(row.states[place]) if place < len(row.states) else None

    return Column(f"stage{place + 1}", t("Stage {number}", number=place + 1), text, health=health, width=180)
