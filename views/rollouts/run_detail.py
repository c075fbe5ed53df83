"""One rollout over cells: what comes next, what a person can say to it, its cells, gates and history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QTabWidget, QWidget

from console.domain.rollouts.rollout_run import RunState, RunWay
from console.domain.rollouts.rollout_task import TaskKind
from console.domain.rollouts.rollout_way import task_of
from console.kernel.i18n import t
from console.presenters.rollout_run_rows import RunRow, check_rows, matrix_rows, moment_rows
from views.rollouts.check_table import CheckTable
from views.rollouts.matrix_table import MatrixTable
from views.rollouts.moment_table import MomentTable
from views.widgets.badge import Badge
from views.widgets.code_view import CodeView
from views.widgets.label import Label
from views.widgets.later import Later
from views.widgets.layout import column, row
from views.widgets.tip import tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.rollouts.rollout_run import RolloutRun
    from console.presenters.rollout_run_rows import CheckRow
    from views.page import PageContext

_COMMANDS = ("step", "promote", "pause", "resume", "abort", "ask", "take")
_SIGNING = frozenset({"ask", "take"})


class RunDetail(QWidget):
    """``asked`` carries a command (``step``, ``promote``, …; ``ask`` and ``take`` a signature) and the run's id."""

    asked = Signal(str, str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._run: RolloutRun | None = None
        self._chosen: CheckRow | None = None
        self._badge, self._next = Badge(context.theme), Label(role="strong", wrap=True)
        self._buttons = {key: self._button(key, title) for key, title in zip(_COMMANDS, _titles(), strict=True)}
        self._matrix, self._checks = MatrixTable(context), Later(self._make_checks)
        self._moments = Later(lambda: MomentTable(context))
        self._query = Later(lambda: CodeView(context.theme, t("Queries"), yaml=False))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for widget, title in (
            (self._matrix, t("Cells and stages")),
            (self._checks, t("Gates and evidence")),
            (self._moments, t("History")),
            (self._query, t("Query")),
        ):
            self.tabs.addTab(widget, title)
        space = context.theme.space(1)
        head = row(self._badge, spacing=space)
        head.addWidget(self._next, 1)
        bar = row(*self._buttons.values(), None, spacing=space)
        layout = column(spacing=space, margins=(0, space, 0, 0))
        layout.addLayout(head)
        layout.addLayout(bar)
        layout.addWidget(self.tabs, 1)
        self.setLayout(layout)

    def _make_checks(self) -> CheckTable:
        checks = CheckTable(self._context)
        checks.opened.connect(self._show_query)
        return checks

    def _button(self, key: str, title: str) -> QPushButton:
        button = QPushButton(title)
        button.clicked.connect(lambda: self._ask(key))
        return button

    def _ask(self, command: str) -> None:
        if self._run is not None:
            self.asked.emit(command, self._run.id)

    def show_run(self, found: RunRow | None) -> None:
        """Show a rollout; ``None``: there is none."""
        self.setVisible(found is not None)
        self._run = found.run if found is not None else None
        if found is None:
            return
        self._badge.show_health(found.health, found.word)
        self._next.setText(found.next)
        for key, button in self._buttons.items():
            why = _why_not(found.run, key) or self._read_only()
            button.setEnabled(not why)
            button.setToolTip(tip(why or _tips()[key]))
            button.setVisible(key not in _SIGNING or found.run.awaits_signature)
        self._matrix.show_cells(matrix_rows(found.run))
        rows = check_rows(found.run)
        self._checks.tell("rows", lambda table: table.set_rows(rows))
        self._query.tell("query", lambda view: view.show_text(_query_text(rows, self._chosen)))
        self._moments.tell("rows", lambda table: table.set_rows(moment_rows(found.run)))

    def _read_only(self) -> str:
        if not self._context.session.read_only:
            return ""
        return t("The console runs with --read-only: every change is forbidden.")

    def _show_query(self, found: CheckRow) -> None:
        self._chosen = found
        self._query.part.show_text(_query_text((found,), found))
        self.tabs.setCurrentWidget(self._query)


def _query_text(rows: Sequence[CheckRow], chosen: CheckRow | None) -> str:
    """Return the query of what was chosen; of the first line where the run that is shown has no such line."""
    if not rows:
        return f"# {t('Nothing is being watched now: gates are looked at while a stage lasts.')}"
    found = next((one for one in rows if chosen is not None and _same(one, chosen)), rows[0]).found
    return "\n".join(one for one in (f"# {found.sentence}", found.connection, found.query) if one)


def _same(one: CheckRow, other: CheckRow) -> bool:
    return (one.cell, one.topic, one.found.query) == (other.cell, other.topic, other.found.query)


def _titles() -> tuple[str, ...]:
    return (
        t("Step on"), t("Promote …"), t("Pause"), t("Resume"), t("Abort …"),
        t("Ask for a signature …"), t("Take in a signature …"),
    )  # fmt: skip


def _tips() -> dict[str, str]:
    return {
        "step": t("Leave this stage before its time, as soon as its gates allow it."),
        "promote": t("Go on without enough evidence too; a proof that it is bad still takes it back."),
        "pause": t("Hold the shares as they are."),
        "resume": t("Go on after a pause, or try again what blocked it."),
        "abort": t("Take everything back that it has changed, the last cell first."),
        "ask": t("One signature of another operator counts for every step of the plan; going back needs none."),
        "take": t("Read the signature that another operator has given."),
    }


def _why_not(run: RolloutRun, command: str) -> str:
    """Return why a command makes no sense now; empty when it does."""
    back = run.way is RunWay.BACK
    is_running = run.state is RunState.RUNNING
    task = task_of(run)
    waits = task is not None and task.kind in {TaskKind.SOAK, TaskKind.BARRIER}
    reasons = {
        "resume": t("It is running.") if is_running else "",
        "abort": t("It is being taken back already.") if back else "",
        "pause": "" if is_running else t("Resume it first."),
        "ask": "",
        "take": "",
    }
    going = t("It is being taken back.") if back else "" if waits else t("A change is being made.")
    usual = going if is_running else t("Resume it first.")
    return t("It is over.") if run.is_over else reasons.get(command, usual)
