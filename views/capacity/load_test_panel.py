"""Load tests: what was measured, what changed from one to another, and making the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from console.kernel.i18n import t
from console.presenters.load_test_rows import (
    ComparisonRow,
    LoadTestRow,
    comparison_notes,
    comparison_rows,
    load_test_rows,
)
from views.widgets.label import Label
from views.widgets.layout import column, row
from views.widgets.split_panel import SplitPanel
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.capacity.load_test import LoadTest
    from views.page import PageContext


class LoadTestTable(DataTable[LoadTestRow]):
    """The newest first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.key, name="load-tests", memory=context.memory)
        self.setAccessibleName(t("Load tests"))


class ComparisonTable(DataTable[ComparisonRow]):
    """What changed, number by number."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme, _compared(), lambda row: row.number.number, name="load-compare", memory=context.memory
        )
        self.setAccessibleName(t("Comparison of two load tests"))


class LoadTestPanel(QWidget):
    """The chosen test is compared with the one before it of the same cell and service, or with a marked one."""

    import_asked = Signal()
    new_asked = Signal()
    remove_asked = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._tests: Sequence[LoadTest] = ()
        self._marked: LoadTest | None = None
        self.table, self._changes = LoadTestTable(context), ComparisonTable(context)
        self.table.current_changed.connect(lambda _row: self._compare())
        self._said, self._with = Label(role="muted", wrap=True), Label(role="strong", wrap=True)
        self._mark = QPushButton(t("Compare with this"))
        self._remove = QPushButton(t("Forget"))
        new, bring = QPushButton(t("New load test …")), QPushButton(t("Import result …"))
        new.clicked.connect(self.new_asked)
        bring.clicked.connect(self.import_asked)
        self._mark.clicked.connect(self._remember)
        self._remove.clicked.connect(lambda: self.remove_asked.emit(self._chosen()))
        space = context.theme.space(1)
        buttons = row(new, bring, self._mark, self._remove, spacing=space)
        buttons.addStretch(1)
        upper, lower = QWidget(), QWidget()
        upper.setLayout(column(self.table, spacing=0))
        lower.setLayout(column(self._with, self._changes, self._said, spacing=context.theme.space(0.5)))
        split = SplitPanel(context.memory, "load-tests", upper, lower, shares=(2, 3), vertical=True)
        layout = column(spacing=space, margins=(0, space, 0, 0))
        layout.addLayout(buttons)
        layout.addWidget(split, 1)
        self.setLayout(layout)

    def show_tests(self, tests: Sequence[LoadTest]) -> None:
        """Show the load tests of the estate, newest first."""
        self._tests = tests
        if self._marked is not None and self._marked not in tests:
            self._marked = None
        self.table.say_when_empty(
            t("No load test was kept. Import a summary of k6 or statistics of Locust, or make a test.")
        )
        self.table.set_rows(load_test_rows(tests))
        if tests and self.table.current_row() is None:
            self.table.select_key(tests[0].key)
        self._compare()

    def _chosen(self) -> LoadTest | None:
        found = self.table.current_row()
        return found.test if found is not None else None

    def _remember(self) -> None:
        self._marked = self._chosen()
        self._compare()

    def _compare(self) -> None:
        after = self._chosen()
        before = self._before(after) if after is not None else None
        for button in (self._mark, self._remove):
            button.setEnabled(after is not None)
        if after is None or before is None:
            self._with.setText(t("There is no earlier test to compare with."))
            self._changes.set_rows(())
            self._said.setText("")
            return
        self._with.setText(t("{after} compared with {before}", after=after.title, before=before.title))
        self._changes.set_rows(comparison_rows(before, after))
        self._said.setText(" ".join(comparison_notes(before, after)))

    def _before(self, after: LoadTest) -> LoadTest | None:
        """Return the marked test, else the one before of the same cell and service."""
        if self._marked is not None and self._marked is not after:
            return self._marked
        place = after.cell, after.service
        return next((one for one in self._tests if one.at_s < after.at_s and (one.cell, one.service) == place), None)


def _columns() -> tuple[Column[LoadTestRow], ...]:
    return (
        Column("title", t("Title"), lambda row: row.title, tooltip=lambda row: f"{row.tool}: {row.title}",
               health=lambda row: row.health, width=200, stretch=True),
        Column("limits", t("Within limits"), lambda row: row.verdict, tooltip=lambda row: row.broken, width=100),
        Column("what", t("What"), lambda row: row.what, width=190, stretch=True),
        Column("when", t("Tested at"), lambda row: row.when, sort=lambda row: row.test.at_s, width=150),
        Column("rps", t("Requests/s"), lambda row: row.rps, sort=lambda row: row.test.rps, numeric=True, width=90),
        Column("p50", "p50", lambda row: row.p50, sort=lambda row: row.test.latency_ms(50.0), numeric=True, width=76),
        Column("p95", "p95", lambda row: row.p95, sort=lambda row: row.test.latency_ms(95.0), numeric=True, width=76),
        Column("p99", "p99", lambda row: row.p99, sort=lambda row: row.test.latency_ms(99.0), numeric=True, width=76),
        Column("failed", t("Failed"), lambda row: row.failed, sort=lambda row: row.test.failed_ratio, numeric=True,
               width=76),
        Column("took", t("Took"), lambda row: row.took, sort=lambda row: row.test.duration_s, numeric=True, width=76),
    )  # fmt: skip


def _compared() -> tuple[Column[ComparisonRow], ...]:
    return (
        Column("title", t("Measured value"), lambda row: row.title, health=lambda row: row.health, width=140),
        Column("before", t("Before"), lambda row: row.before, sort=lambda row: row.number.before, numeric=True,
               width=90),
        Column("after", t("After"), lambda row: row.after, sort=lambda row: row.number.after, numeric=True,
               width=90),
        Column("change", t("Change"), lambda row: row.change, sort=lambda row: row.number.ratio, numeric=True,
               width=90),
        Column("interval", t("95 % interval"), lambda row: row.interval, width=160),
        Column("chance", t("By chance"), lambda row: row.chance, sort=lambda row: row.number.chance, numeric=True,
               tooltip=lambda row: t("How often equal systems differ at least as much"), width=96),
        Column("verdict", t("Verdict"), lambda row: row.verdict, width=240, stretch=True),
    )  # fmt: skip
