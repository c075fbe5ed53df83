"""The library: all runbooks with what is written in them, and the start of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from console.kernel.i18n import t
from views.reopened import is_reopened
from views.runbooks.runbook_detail import RunbookDetail
from views.runbooks.runbook_table import RunbookTable
from views.runbooks.start_form import StartForm
from views.widgets.label import ElidedLabel
from views.widgets.later import Later
from views.widgets.layout import column, row
from views.widgets.split_panel import SplitPanel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from console.domain.runbooks.runbook import Runbook
    from console.domain.runbooks.runbook_parameter import RunbookParameter
    from console.presenters.runbooks.runbook_rows import RunbookRow
    from views.page import PageContext


class LibraryTab(QStackedWidget):
    """``edit_asked`` carries a runbook; ``new_asked``: one is to be written.

    ``plan_asked`` carries a runbook and the values that were entered for it, ``started`` a runbook and its mode (dry,
    step, auto).
    """

    edit_asked = Signal(object)
    new_asked = Signal()
    plan_asked = Signal(object, object)
    started = Signal(object, str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.choices: Callable[[RunbookParameter], tuple[str, ...] | None] = lambda _parameter: None
        self._asking: Runbook | None = None
        self._context, self._estate = context, context.session.store.state.estate
        self.table, self._detail = RunbookTable(context), RunbookDetail(context)
        self._start = Later(lambda: self._make_start(context))
        self.table.current_changed.connect(self._detail.show_row)
        self.table.opened.connect(lambda found: self.ask(found.runbook, _known(found)))
        self.table.edit_asked.connect(lambda found: self.edit_asked.emit(found.runbook))
        self._detail.start_asked.connect(self.start_chosen)
        self._detail.edit_asked.connect(self._edit_chosen)
        self._detail.new_asked.connect(self.new_asked)
        space = context.theme.space(1)
        library = QWidget()
        split = SplitPanel(context.memory, "runbooks", self.table, self._detail, shares=(5, 6))
        library.setLayout(column(split, spacing=0, margins=(0, space, 0, 0)))
        self.addWidget(library)
        self.addWidget(self._start)
        self._detail.hide()

    def _make_start(self, context: PageContext) -> StartPage:
        start = StartPage(context)
        start.left.connect(self.leave)
        start.form.edited.connect(lambda values: self.plan_asked.emit(self._asking, values))
        start.form.started.connect(lambda mode: self.started.emit(self._asking, mode))
        return start

    @property
    def form(self) -> StartForm:
        """Return what asks before a run, which is made with the first question."""
        return self._start.part.form

    @property
    def is_asking(self) -> bool:
        """Return whether the start of a runbook is in front."""
        return self.currentIndex() == 1

    def show_rows(self, rows: Sequence[RunbookRow]) -> None:
        """Show the library; the runbook under the cursor stays, else the first is chosen."""
        if self._estate is not (estate := self._context.session.store.state.estate):
            again, self._estate = is_reopened(self._estate, estate), estate
            if self.is_asking:  # what its plan shows is of an estate that was closed, and is not what would be run
                self.form.ask_again() if again else self.leave()
        self.table.set_rows(rows)
        if rows and self.table.current_row() is None and self.table.shown_count:
            self.table.select_key(self.table.shown_rows()[0].id)
        self._detail.show_row(self.table.current_row())

    def ask(self, runbook: Runbook, given: Mapping[str, str]) -> None:
        """Ask for the parameters of a runbook; ``given`` are known already."""
        self._asking = runbook
        self._start.part.heading.setText(t("Start: {title}", title=runbook.title))
        self.form.ask(runbook, self.choices, given)
        self.setCurrentIndex(1)
        self.form.focus_first()

    def leave(self) -> None:
        """Go back from the start to the library."""
        self._asking = None
        self.setCurrentIndex(0)
        self.table.setFocus()

    def start_chosen(self) -> None:
        """Ask for the parameters of the runbook under the cursor."""
        found = self.table.current_row()
        if found is not None:
            self.ask(found.runbook, _known(found))

    def _edit_chosen(self) -> None:
        found = self.table.current_row()
        if found is not None:
            self.edit_asked.emit(found.runbook)


class StartPage(QWidget):
    """The form under the name of the runbook; ``left``: back to the library."""

    left = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.form, self.heading = StartForm(context), ElidedLabel(role="section")
        back = QPushButton(t("Back to the library"))
        back.clicked.connect(self.left)
        space = context.theme.space(1)
        head = row(self.heading, back, spacing=space)
        head.setStretch(0, 1)
        layout = column(head, spacing=0, margins=(0, space, 0, 0))
        layout.addWidget(self.form, 1)
        self.setLayout(layout)


def _known(found: RunbookRow) -> dict[str, str]:
    """Return what is known of the parameters of a runbook: the cell whose symptom holds now."""
    cell = next((one.cell for one in found.holds if one.cell), "")
    return {"cell": cell} if cell else {}
