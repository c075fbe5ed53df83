"""Where the next fixes are likely: files with their reasons and what can be done before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.foresight_rows import RankedFileRow
from console.presenters.format import number
from console.presenters.retold import retold
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class RankedTable(DataTable[RankedFileRow]):
    """The hottest per line first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.path, name="audit-ranked", memory=context.memory)
        self.setAccessibleName(t("Where the next fixes are likely"))


def _columns() -> tuple[Column[RankedFileRow], ...]:
    return (
        Column("place", t("Rank"), lambda row: str(row.place), sort=lambda row: row.place, numeric=True, width=50),
        Column("path", t("Where"), lambda row: row.path, tooltip=lambda row: row.path, mono=True, width=220),
        Column("lines", t("Lines"), lambda row: number(row.lines), sort=lambda row: row.lines, numeric=True, width=56),
        Column("reasons", t("Reasons"), lambda row: " · ".join(map(retold, row.reasons)),
               tooltip=lambda row: "\n".join(map(retold, row.reasons)), width=260, stretch=True),
        Column("actions", t("What can be done before"), lambda row: " ".join(map(retold, row.actions)),
               tooltip=lambda row: "\n".join(map(retold, row.actions)), width=260, stretch=True),
    )  # fmt: skip
