"""The activity drawer: what runs, and what happened; it can be torn off into a window of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QFrame, QProgressBar, QPushButton, QTabWidget, QToolButton, QWidget

from console.kernel.i18n import t
from console.presenters.format import coarse, local_time
from views.runbooks.run_table import RunTable
from views.shell.change_list import ChangeList
from views.widgets.label import ElidedLabel, Label
from views.widgets.later import Later
from views.widgets.layout import column, row
from views.widgets.mark import health_word
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from console.presenters.activity import ActivityEntry
    from console.presenters.change_rows import ChangeRow
    from console.presenters.runbooks.run_rows import RunRow
    from views.activity_log import ActivityLog
    from views.theme.theme import Theme
    from views.work_list import Work, WorkList

TICK_MS = 1000


class Drawer(QDockWidget):
    """Docked at the bottom; ticks only while it is seen and something runs."""

    def __init__(self, theme: Theme, work: WorkList, activity: ActivityLog) -> None:
        super().__init__()
        self.setObjectName("activity")
        self._theme, self._work, self._activity = theme, work, activity
        self.setAllowedAreas(Qt.DockWidgetArea.BottomDockWidgetArea)
        self.setWindowTitle(t("Activity"))
        self.setAccessibleName(t("Activity"))
        self._running: list[_WorkRow] = []
        self._list = column(spacing=theme.space(1))
        self._nothing = Label(t("Nothing is running."), "muted")
        self._log = Later(self._make_log)
        self.changes, self.runs = Later(lambda: ChangeList(theme)), Later(lambda: RunTable(theme))
        self._known: frozenset[str] = frozenset()
        self._changing = False
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(self._log, t("What happened"))
        self._tabs.addTab(self.changes, t("Changes"))
        self._tabs.addTab(self.runs, t("Runbooks"))
        self.setTitleBarWidget(self._title_bar())
        body = QFrame()
        body.setProperty("role", "drawer")
        space = theme.space(2)
        body.setLayout(
            column(
                self._nothing,
                self._list,
                self._tabs,
                spacing=theme.space(1),
                margins=(space, 0, space, theme.space(1)),
            )
        )
        self.setWidget(body)
        self.setFocusProxy(self._tabs)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._show_work)
        work.changed.connect(self._show_work)
        activity.changed.connect(self._show_log)
        self.visibilityChanged.connect(self._seen)

    def _make_log(self) -> DataTable[ActivityEntry]:
        table: DataTable[ActivityEntry] = DataTable(self._theme, _columns(), lambda entry: (entry.at_s, entry.text))
        table.setAccessibleName(t("What happened"))
        table.say_when_empty(t("Nothing has happened yet."))
        return table

    def _title_bar(self) -> QWidget:
        bar = QFrame()
        bar.setProperty("role", "drawer")
        self._detach, close = QToolButton(), QToolButton()
        for button in (self._detach, close):
            button.setProperty("role", "flat")
            button.setIconSize(QSize(16, 16))
        self._detach.clicked.connect(lambda: self.setFloating(not self.isFloating()))
        self.topLevelChanged.connect(lambda _floating: self._paint())
        close.setAccessibleName(t("Hide activity"))
        close.setToolTip(t("Hide activity"))
        close.clicked.connect(self.hide)
        self._close = close
        self._theme.changed.connect(self._paint)
        self._paint()
        space = self._theme.space(1)
        bar.setLayout(row(Label(t("Activity"), "section"), None, self._detach, close, margins=(space * 2, 4, space, 4)))
        return bar

    def _paint(self) -> None:
        word = t("Attach to the window") if self.isFloating() else t("Detach into a window of its own")
        self._detach.setIcon(self._theme.icon("attach" if self.isFloating() else "detach", "muted"))
        self._detach.setAccessibleName(word)
        self._detach.setToolTip(word)
        self._close.setIcon(self._theme.icon("close", "muted"))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self._theme.space(80), self._theme.space(26))

    def _seen(self, _seen: bool) -> None:
        self._paint()
        self._show_work()
        self._show_log()

    def _show_work(self) -> None:
        running = self._work.running if self.isVisible() else ()
        for old in [one for one in self._running if one.work not in running]:
            self._running.remove(old)
            old.deleteLater()
        for work in running:
            known = next((one for one in self._running if one.work is work), None)
            if known is None:
                known = _WorkRow(work)
                self._running.append(known)
                self._list.addWidget(known)
            known.show_work(self._work.elapsed_s(work))
        self._nothing.setVisible(not running and not self._changing)
        if running and not self._tick.isActive():
            self._tick.start()
        elif not running:
            self._tick.stop()

    def show_changes(self, rows: tuple[ChangeRow, ...]) -> None:
        """Show changes as they are now; a change that begins to run comes to the front."""
        running = frozenset(one.id for one in rows if one.is_running)
        if running - self._known:
            self._tabs.setCurrentWidget(self.changes)
        self._known |= running
        self._changing = bool(running)
        word = t("Changes ({count} running)", count=len(running)) if running else t("Changes")
        self._tabs.setTabText(self._tabs.indexOf(self.changes), word)
        self.changes.tell("rows", lambda changes: changes.show_rows(rows))
        self._nothing.setVisible(not self._work.running and not self._changing)

    def show_runs(self, rows: tuple[RunRow, ...]) -> None:
        """Show the runs of runbooks as they are now; how many are on their way stands in the tab."""
        going = sum(not one.run.is_over for one in rows)
        word = t("Runbooks ({count} running)", count=going) if going else t("Runbooks")
        self._tabs.setTabText(self._tabs.indexOf(self.runs), word)
        self.runs.tell("rows", lambda runs: runs.set_rows(rows))

    def _show_log(self) -> None:
        if self.isVisible():
            entries = tuple(reversed(self._activity.entries))
            self._log.tell("entries", lambda table: table.set_rows(entries))


class _WorkRow(QWidget):
    def __init__(self, work: Work) -> None:
        super().__init__()
        self.work = work
        self._title, self._text, self._elapsed = (
            Label(work.title, "strong"),
            ElidedLabel(role="muted"),
            Label(role="muted"),
        )
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        cancel = QPushButton(t("Cancel"))
        cancel.setAccessibleName(t("Cancel {work}", work=work.title))
        cancel.clicked.connect(lambda: work.cancel() if work.cancel is not None else None)
        layout = row(self._title, spacing=12)
        layout.addWidget(self._text, 1)
        for widget in (self._bar, self._elapsed, cancel):
            layout.addWidget(widget)
        self.setLayout(layout)

    def show_work(self, elapsed_s: float) -> None:
        self._text.setText(self.work.text)
        known = self.work.fraction is not None
        self._bar.setRange(0, 100 if known else 0)
        self._bar.setValue(round((self.work.fraction or 0) * 100))
        self._elapsed.setText(coarse(elapsed_s))
        self.setAccessibleName(f"{self.work.title}, {self.work.text}")


def _columns() -> tuple[Column[ActivityEntry], ...]:
    return (
        Column("at", t("Time"), lambda one: local_time(one.at_s), sort=lambda one: one.at_s, width=160),
        Column(
            "health",
            t("State"),
            lambda one: health_word(one.health),
            sort=lambda one: one.health,
            health=lambda one: one.health,
            width=110,
        ),
        Column("text", t("What happened"), lambda one: one.text, width=720, stretch=True),
    )
