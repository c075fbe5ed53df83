"""The steps of a run with their states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.runbooks.run_rows import AttemptRow, StepRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from views.page import PageContext


class StepTable(DataTable[StepRow]):
    """The present step is marked; its state is told by colour, shape and word."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.place, name="runbook-steps", memory=context.memory)
        self.setAccessibleName(t("Steps of the run"))
        self.say_when_empty(t("Select a run to see its steps."))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())  # a question above takes room; the step that asks stays in sight


class AttemptTable(DataTable[AttemptRow]):
    """What was tried in one step, the newest first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme, _attempts(), lambda row: row.number, name="runbook-attempts", memory=context.memory
        )
        self.setAccessibleName(t("Attempts"))
        self.say_when_empty(t("It has not been tried yet."))


def _columns() -> tuple[Column[StepRow], ...]:
    return (
        Column("number", "#", _number, sort=lambda row: row.place, width=52),
        Column("title", t("Step"), lambda row: row.title, tooltip=_tip, width=230),
        Column("state", t("State"), lambda row: row.word, health=lambda row: row.health, width=112),
        Column("took", t("Took"), lambda row: row.took, sort=lambda row: row.took_s, numeric=True, width=72),
        Column("section", t("Section"), lambda row: row.section, width=92),
        Column(
            "told", t("What came of it"), lambda row: row.told, tooltip=lambda row: row.told, width=220, stretch=True
        ),
    )


def _number(row: StepRow) -> str:
    return f"▸ {row.number}" if row.is_present else f"   {row.number}"


def _tip(row: StepRow) -> str:
    return f"{row.kind}: {row.title}" if row.kind else row.title


def _attempts() -> tuple[Column[AttemptRow], ...]:
    return (
        Column("number", "#", lambda row: row.number, sort=lambda row: row.place, numeric=True, width=40),
        Column("begun", t("Begun"), lambda row: row.begun, sort=lambda row: row.attempt.begun_s, width=146),
        Column("state", t("State"), lambda row: row.word, health=lambda row: row.health, width=110),
        Column("took", t("Took"), lambda row: row.took, sort=lambda row: row.took_s, numeric=True, width=80),
        Column(
            "told", t("What came of it"), lambda row: row.told, tooltip=lambda row: row.told, width=200, stretch=True
        ),
        Column(
            "code", t("Exit code"), lambda row: row.code, sort=lambda row: row.attempt.exit_code, numeric=True, width=80
        ),
        Column(
            "lines", t("Output"), lambda row: row.lines, sort=lambda row: row.attempt.lines, numeric=True, width=100
        ),
        Column("actor", t("By"), lambda row: row.actor, width=100),
    )
