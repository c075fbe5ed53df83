"""The jobs of a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.data_state import unread
from console.presenters.job_rows import JobRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from console.presenters.data_state import DataState
    from views.page import PageContext


class JobTable(DataTable[JobRow]):
    """Failed ones first; Enter opens the object, ``y`` its YAML."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.ref, name="jobs", memory=context.memory)
        self.setAccessibleName(t("Jobs"))

    def show_jobs(self, rows: tuple[JobRow, ...], known: DataState) -> None:
        """Show jobs; ``known`` is what may be said of all of them."""
        self.say_when_empty(unread(known, t("No job of this cell has been seen.")))
        self.set_rows(rows)


def _columns() -> tuple[Column[JobRow], ...]:
    return (
        Column("name", t("Job"), lambda row: row.name, health=lambda row: row.health, width=240),
        Column("kind", t("Kind"), lambda row: row.kind, width=84),
        Column("state", t("State"), lambda row: row.state, width=120),
        Column("schedule", t("Schedule"), lambda row: row.schedule, mono=True, width=110),
        Column("start", t("Last started"), lambda row: row.started, sort=lambda row: row.started_at_s, width=100),
        Column(
            "success", t("Last succeeded"), lambda row: row.succeeded, sort=lambda row: row.succeeded_at_s, width=116
        ),
        Column("why", t("Why"), lambda row: row.why, tooltip=lambda row: row.why, width=220, stretch=True),
    )
