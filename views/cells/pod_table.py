"""The pods of a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.data_state import unread
from console.presenters.pod_rows import PodRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from console.presenters.data_state import DataState
    from views.page import PageContext


class PodTable(DataTable[PodRow]):
    """Troubled pods first; Enter opens the pod, ``l`` its log, ``y`` its YAML."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.ref, name="pods", memory=context.memory)
        self.setAccessibleName(t("Pods"))

    def show_pods(self, rows: tuple[PodRow, ...], known: DataState) -> None:
        """Show pods; ``known`` is what may be said of all of them."""
        self.say_when_empty(unread(known, t("No pod of this cell has been seen.")))
        self.set_rows(rows)


def _columns() -> tuple[Column[PodRow], ...]:
    return (
        Column("name", t("Pod"), lambda row: row.name, health=lambda row: row.health, width=300),
        Column("status", t("Status"), lambda row: row.status, width=150),
        Column("ready", t("Ready"), lambda row: row.ready, numeric=True, width=64),
        Column(
            "restarts",
            t("Restarts"),
            lambda row: str(row.restarts),
            sort=lambda row: row.restarts,
            numeric=True,
            width=84,
        ),
        Column("age", t("Age"), lambda row: row.age, sort=lambda row: -row.created_at_s, numeric=True, width=72),
        Column("node", t("Node"), lambda row: row.node, width=200),
        Column("owner", t("Owned by"), lambda row: row.owner, width=240, stretch=True),
    )
