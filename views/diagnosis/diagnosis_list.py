"""The diagnoses of a page as a list, the worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.diagnosis_rows import DiagnosisRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class DiagnosisList(DataTable[DiagnosisRow]):
    """Fault, where, and since when."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme,
            _columns(),
            lambda row: (row.fault, row.subjects, row.cells),
            name="diagnoses",
            memory=context.memory,
        )
        self.setAccessibleName(t("Diagnoses"))


def _columns() -> tuple[Column[DiagnosisRow], ...]:
    return (
        Column("fault", t("Fault"), lambda row: row.title, health=lambda row: row.health, width=176, stretch=True),
        Column("since", t("Since"), lambda row: row.since, sort=lambda row: row.since_s, width=84),
        Column("where", t("Cells"), lambda row: row.where, tooltip=lambda row: row.where, width=50, stretch=True),
    )
