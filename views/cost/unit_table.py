"""Unit costs, with the numbers that they are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.money_text import money
from console.presenters.unit_cost_rows import UnitCostRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class UnitTable(DataTable[UnitCostRow]):
    """Of the last complete days; the dearest thousand requests first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme, _columns(), lambda row: (row.key, row.currency), name="unit-costs", memory=context.memory
        )
        self.setAccessibleName(t("Unit costs"))


def _columns() -> tuple[Column[UnitCostRow], ...]:
    def amount(key: str, title: str) -> Column[UnitCostRow]:
        return Column(
            key,
            title,
            lambda row: money(getattr(row, key), row.currency),
            sort=lambda row: getattr(row, key),
            tooltip=lambda row: row.made_of,
            numeric=True,
            width=170,
        )

    return (
        Column("title", t("Part"), lambda row: row.title, width=130),
        amount("per_user", t("Per user and day")),
        amount("per_1000_requests", t("Per 1,000 requests")),
        amount("per_million_tokens", t("Per million tokens")),
        Column("made_of", t("Made of"), lambda row: row.made_of, tooltip=lambda row: row.made_of, width=460,
               stretch=True),
    )  # fmt: skip
