"""The maturity of the cells beside what the chosen one has and lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.maturity.maturity_rows import CriterionRow, MaturityRow
from views.widgets.label import Label
from views.widgets.layout import column
from views.widgets.split_panel import SplitPanel
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from views.page import PageContext

_MET = {True: Health.OK, False: Health.WARNING, None: Health.UNKNOWN}


class MaturityTable(DataTable[MaturityRow]):
    """The least mature first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.cell, name="maturity", memory=context.memory)
        self.setAccessibleName(t("Maturity of the cells"))


class CriterionTable(DataTable[CriterionRow]):
    """What each level asks for, and whether there is evidence that it is met."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _criteria(), lambda row: row.key, name="maturity-criteria",
                         memory=context.memory)  # fmt: skip
        self.setAccessibleName(t("Criteria of maturity"))


class MaturityPanel(QWidget):
    """A level counts when all its criteria, and those of the levels below, are shown by evidence."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.table, self._criteria = MaturityTable(context), CriterionTable(context)
        self.table.current_changed.connect(self._choose)
        told = t(
            "L1 manual, one cell · L2 automatic, without FinOps · L3 balanced over cells, carbon-aware · L4 autonomous."
            " A level counts when everything that it and the levels below ask for is shown by evidence."
        )
        split = SplitPanel(context.memory, "maturity", self.table, self._criteria, shares=(2, 3), vertical=True)
        layout = column(
            Label(told, "muted", wrap=True), spacing=context.theme.space(1), margins=(0, context.theme.space(1), 0, 0)
        )
        layout.addWidget(split, 1)
        self.setLayout(layout)

    def show_rows(self, rows: Sequence[MaturityRow]) -> None:
        """Show the cells."""
        self.table.set_rows(rows)
        if rows and self.table.current_row() is None:
            self.table.select_key(rows[0].cell)
        self._choose(self.table.current_row())

    def _choose(self, chosen: MaturityRow | None) -> None:
        self._criteria.set_rows(chosen.criteria if chosen is not None else ())


def _columns() -> tuple[Column[MaturityRow], ...]:
    return (
        Column("cell", t("Cell"), lambda row: row.title, health=lambda row: row.health, width=110),
        Column("level", t("Level"), lambda row: row.level, sort=lambda row: int(row.assessment.level), width=60),
        Column("word", t("Meaning"), lambda row: row.word, width=130, stretch=True),
        Column("met", t("Met"), lambda row: row.met, numeric=True, width=64),
        Column("trend", t("By week"), lambda row: row.trend, tooltip=lambda row: row.trend, width=140, stretch=True),
    )  # fmt: skip


def _criteria() -> tuple[Column[CriterionRow], ...]:
    return (
        Column("level", t("Level"), lambda row: row.level, width=56),
        Column("title", t("Asked for"), lambda row: row.title, tooltip=lambda row: row.title,
               health=lambda row: _MET[row.met], width=240, stretch=True),
        Column("verdict", t("Shown"), lambda row: row.verdict, width=96),
        Column("evidence", t("Evidence"), lambda row: row.evidence, tooltip=lambda row: row.evidence, width=180,
               stretch=True),
        Column("advice", t("What helps"), lambda row: "" if row.met else row.advice, tooltip=lambda row: row.advice,
               width=180, stretch=True),
    )  # fmt: skip
