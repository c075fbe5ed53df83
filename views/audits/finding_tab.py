"""The findings of one project, filtered, with the panel of the one under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from console.kernel.i18n import t
from console.presenters.audits.finding_line import FindingLine, finding_lines
from views.audits.finding_bar import FindingBar
from views.audits.finding_panel import FindingPanel
from views.audits.finding_table import FindingTable
from views.widgets.label import Label
from views.widgets.layout import column
from views.widgets.split_panel import SplitPanel

if TYPE_CHECKING:
    from console.presenters.audits.audit_sight import AuditSight
    from views.page import PageContext


class FindingTab(QWidget):
    """``panel`` emits what a person wants to do about a finding."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._lines: tuple[FindingLine, ...] = ()
        self._sight: AuditSight | None = None
        self._of = Label(role="strong", wrap=True)
        self.bar, self.panel = FindingBar(context), FindingPanel(context)
        self.table = FindingTable(context, "audit-findings", t("Findings"))
        self.bar.changed.connect(lambda _filter: self._show())
        self.table.current_changed.connect(self.panel.show_line)
        self.table.opened.connect(lambda _line: self.panel.focus_source())
        space = context.theme.space(1)
        layout = column(self._of, self.bar, spacing=space, margins=(0, space, 0, 0))
        split = SplitPanel(context.memory, "audit-findings", self.table, self.panel, shares=(4, 5), vertical=True)
        layout.addWidget(split, 1)
        self.setLayout(layout)
        self.panel.hide()
        self.show_nothing(t("Choose a project: its findings come here."))

    def show_nothing(self, why: str) -> None:
        """Say why there are no findings."""
        self._sight, self._lines = None, ()
        self.panel.forget()
        self._of.setText("")
        self.table.say_when_empty(why)
        self._show()

    def show_sight(self, sight: AuditSight) -> None:
        """Show the findings of a project, as its team sees them."""
        record = sight.record
        if self._sight is None or self._sight.record != record:
            self.panel.forget()
        self._sight, self._lines = sight, finding_lines(sight)
        self._of.setText(t("{project} at {commit}", project=record.project, commit=record.commit[:12]))
        self._show()

    def _show(self) -> None:
        shown = tuple(one for one in self._lines if self.bar.filter.takes(one))
        if self._sight is not None:
            some = t("No finding is like this; widen the filter.")
            self.table.say_when_empty(some if self._lines else t("Nothing was found."))
            seen = self._sight.seen
            self.bar.count(len(shown), len(self._lines), len(seen.dismissed), seen.hidden)
        self.table.set_rows(shown)
        if shown and self.table.current_row() is None and self.table.shown_count:
            self.table.select_key(self.table.shown_rows()[0].key)
        self.panel.show_line(self.table.current_row())
