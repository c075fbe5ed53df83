"""The runs of runbooks: what waits for a person first, then the newest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.runbooks.run_rows import RunRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.memory import Memory
    from views.theme.theme import Theme


class RunTable(DataTable[RunRow]):
    """One line per run, running or ended."""

    def __init__(self, theme: Theme, memory: Memory | None = None) -> None:
        super().__init__(theme, _columns(), lambda row: row.id, name="runbook-runs", memory=memory)
        self.setAccessibleName(t("Runs"))
        self.say_when_empty(t("No runbook has been run yet. Choose one in the library and start it."))


def _columns() -> tuple[Column[RunRow], ...]:
    return (
        Column("begun", t("Begun"), lambda row: row.begun, sort=lambda row: row.run.begun_s, width=146),
        Column("title", t("Runbook"), lambda row: row.title, tooltip=lambda row: row.id, width=200, stretch=True),
        Column("state", t("State"), lambda row: row.word, health=lambda row: row.health, width=160),
        Column("steps", t("Steps"), lambda row: row.steps, sort=lambda row: row.progress, numeric=True, width=80),
        Column("took", t("Took"), lambda row: row.took, sort=lambda row: row.took_s, numeric=True, width=70),
        Column("values", t("Parameters"), lambda row: row.values, tooltip=lambda row: row.values, width=170),
        Column("mode", t("Kind of run"), lambda row: row.mode, width=80),
        Column("actor", t("By"), lambda row: row.actor, width=100),
    )
