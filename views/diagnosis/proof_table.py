"""What proves a diagnosis: objects and measurements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.diagnosis_rows import ProofRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class ProofTable(DataTable[ProofRow]):
    """Enter opens the object, or goes to the query of a measurement."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme,
            _columns(),
            lambda row: (row.what, row.shows, row.query),
            name="proofs",
            memory=context.memory,
        )
        self.setAccessibleName(t("What proves it"))
        self.say_when_empty(t("Select a diagnosis to see what proves it."))


def _columns() -> tuple[Column[ProofRow], ...]:
    return (
        Column(
            "what",
            t("Evidence"),
            lambda row: row.what,
            tooltip=lambda row: row.query or row.what,
            width=190,
            stretch=True,
        ),
        Column("shows", t("Shows"), lambda row: row.shows, tooltip=lambda row: row.shows, width=180, stretch=True),
        Column(
            "read",
            t("As of"),
            lambda row: row.age,
            sort=lambda row: row.read_s,
            tooltip=lambda row: f"{row.source} · {row.read}",
            width=90,
        ),
    )
