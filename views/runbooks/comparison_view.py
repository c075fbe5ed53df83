"""Two runs side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from console.kernel.i18n import t
from console.presenters.runbooks.run_comparison import ComparedRow, compared_rows, compared_values
from console.presenters.runbooks.run_rows import run_rows
from views.widgets.key_value import KeyValue
from views.widgets.label import Label
from views.widgets.layout import column
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from console.presenters.runbooks.run_comparison import RunSide
    from views.page import PageContext


class ComparisonView(QWidget):
    """What both did, step by step, and where they differ."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._sentence, self._values = Label(role="strong", wrap=True), KeyValue(columns=1)
        self._table: DataTable[ComparedRow] = DataTable(
            context.theme, _columns(), lambda row: row.name, name="runbook-comparison", memory=context.memory
        )
        self._table.setAccessibleName(t("Comparison of two runs"))
        self._table.say_when_empty(
            t("Put the cursor on a run and press M to remember it, then on another one and press M again.")
        )
        space = context.theme.space(1)
        layout = column(self._sentence, self._values, spacing=space, margins=(0, space, 0, 0))
        layout.addWidget(self._table, 1)
        self.setLayout(layout)

    def show_sides(self, left: RunSide, right: RunSide) -> None:
        """Show two runs, the first one at the left."""
        now_s = self._context.clock.now().timestamp()
        rows = compared_rows(left, right, now_s)
        differing = sum(row.is_different for row in rows)
        self._sentence.setText(
            t("{count} of {all} steps differ.", count=differing, all=len(rows))
            if differing
            else t("All {all} steps went the same way.", all=len(rows))
        )
        sides = run_rows((left.run,), now_s) + run_rows((right.run,), now_s)
        pairs = [
            (t("First"), f"{sides[0].begun} · {sides[0].word} · {sides[0].took} · {sides[0].actor}"),
            (t("Second"), f"{sides[1].begun} · {sides[1].word} · {sides[1].took} · {sides[1].actor}"),
        ]
        pairs += [(name, f"{mine} → {theirs}") for name, mine, theirs in compared_values(left.run, right.run)]
        self._values.show_pairs(pairs)
        self._table.set_rows(rows)


def _columns() -> tuple[Column[ComparedRow], ...]:
    return (
        Column("title", t("Step"), lambda row: row.title, tooltip=lambda row: row.title, width=240, stretch=True),
        Column("left", t("First"), lambda row: row.left, health=lambda row: row.left_health, width=120),
        Column(
            "left-took", t("Took"), lambda row: row.left_took, sort=lambda row: row.left_took_s, numeric=True, width=80
        ),
        Column("right", t("Second"), lambda row: row.right, health=lambda row: row.right_health, width=120),
        Column(
            "right-took",
            t("Took"),
            lambda row: row.right_took,
            sort=lambda row: row.right_took_s,
            numeric=True,
            width=80,
        ),
        Column("apart", t("Longer by"), lambda row: row.apart, sort=lambda row: row.apart_s, numeric=True, width=100),
        Column(
            "difference",
            t("Difference"),
            lambda row: row.difference,
            tooltip=lambda row: row.difference,
            width=240,
            stretch=True,
        ),
    )
