"""The debrief of a game day: score, times, what to learn, and what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QTabWidget, QWidget

from console.kernel.i18n import t
from console.presenters.game_days.game_lessons import lessons, result
from console.presenters.game_days.game_rows import MeasureRow, MomentRow, fault_title, moment_rows, score_rows
from views.widgets.label import Label
from views.widgets.layout import column, row
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from console.presenters.game_days.game_rows import GameRow
    from views.page import PageContext


class GameDebriefView(QWidget):
    """Of one game day that is over. ``export_asked`` carries its row."""

    export_asked = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._row: GameRow | None = None
        self._title, self._result = Label(role="section"), Label(role="strong", wrap=True)
        self._lessons = Label(wrap=True, selectable=True)
        self._measures: DataTable[MeasureRow] = DataTable(context.theme, _measures(), lambda one: one.phase)
        self._measures.setAccessibleName(t("Times and points"))
        self._measures.setFixedHeight(context.theme.space(34))
        self._measures.say_when_empty(t("There is no score: nothing was broken, or the lab was lost."))
        self._moments: DataTable[MomentRow] = DataTable(
            context.theme,
            _moments(),
            lambda one: (one.at_s, one.what, one.note),
            name="game-moments",
            memory=context.memory,
        )
        self._moments.setAccessibleName(t("What happened, from the trail"))
        self._export = QPushButton(t("Export the debrief …"))
        self._export.clicked.connect(lambda: self.export_asked.emit(self._row))
        space = context.theme.space(1)
        head = row(self._title, None, self._export, spacing=space)
        times = QWidget()
        times.setLayout(column(self._measures, self._lessons, None, spacing=space, margins=(0, space, 0, 0)))
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.addTab(times, t("Times and lessons"))
        tabs.addTab(self._moments, t("What happened"))
        layout = column(head, self._result, spacing=space, margins=(space, 0, 0, 0))
        layout.addWidget(tabs, 1)
        self.setLayout(layout)

    def show_row(self, found: GameRow) -> None:
        """Show a game day that is over."""
        self._row, day = found, found.day
        self._title.setText(t("{fault} · {score}", fault=fault_title(day), score=found.score))
        self._result.setText(f"{found.word}. {result(day)}")
        self._measures.set_rows(score_rows(day))
        self._lessons.setText("\n".join(f"• {one}" for one in lessons(day)))
        self._moments.set_rows(moment_rows(day))


def _measures() -> tuple[Column[MeasureRow], ...]:
    return (
        Column("phase", t("Phase"), lambda one: one.phase, width=110, stretch=True),
        Column("took", t("Took"), lambda one: one.took, sort=lambda one: one.took_s, numeric=True, width=110),
        Column("good", t("Good within"), lambda one: one.good, sort=lambda one: one.good_s, numeric=True, width=110),
        Column("late", t("Too late from"), lambda one: one.late, sort=lambda one: one.late_s, numeric=True, width=120),
        Column("points", t("Points"), lambda one: one.points, sort=lambda one: one.given, numeric=True, width=100),
    )


def _moments() -> tuple[Column[MomentRow], ...]:
    return (
        Column(
            "after", t("After the fault"), lambda one: one.after, sort=lambda one: one.at_s, numeric=True, width=120
        ),
        Column("what", t("What happened"), lambda one: one.what, tooltip=lambda one: one.what, width=230),
        Column("note", t("Note"), lambda one: one.note, tooltip=lambda one: one.note, width=240, stretch=True),
        Column("time", t("Time"), lambda one: one.time, sort=lambda one: one.at_s, width=150),
    )
