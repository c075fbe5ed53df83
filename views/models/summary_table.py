"""The sections of every edge model, the worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.model_summary import SummaryRow
from views.widgets.mark import health_word
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from views.page import PageContext

_MODEL = 1


class SummaryTable(DataTable[SummaryRow]):
    """One line per section and model; the line of the cursor is what is shown beside it."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme, _columns(), lambda row: (row.model, row.section), name="models", memory=context.memory
        )
        self.setAccessibleName(t("Sections of the models"))

    def show_summary(self, rows: Sequence[SummaryRow]) -> None:
        """Show the rows; of a single model its name would only say the same in every line."""
        self.setColumnHidden(_MODEL, len({row.model for row in rows}) <= 1)
        self.set_rows(rows)


def _columns() -> tuple[Column[SummaryRow], ...]:
    return (
        Column("title", t("Section"), lambda row: row.title, health=lambda row: row.health, width=140,
               tooltip=lambda row: row.headline),
        Column("model", t("Model"), lambda row: row.model_title, width=92),
        Column("state", t("State"), lambda row: health_word(row.health), sort=lambda row: -row.health, width=74),
        Column("headline", t("Answer"), lambda row: row.headline, tooltip=lambda row: row.headline, width=100,
               stretch=True),
    )  # fmt: skip
