"""Insights: what is likely to go wrong in a project, why, what can be done before, and how right that was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

from console.kernel.i18n import t
from console.presenters.audit_insight_rows import insight_rows
from console.presenters.foresight_rows import backtest_text, ranked_file_rows, window_row
from views.audits.insight_table import InsightTable
from views.audits.ranked_table import RankedTable
from views.audits.window_table import WindowTable
from views.widgets.label import Label
from views.widgets.layout import column, row
from views.widgets.section_header import SectionHeader
from views.widgets.split_panel import SplitPanel

if TYPE_CHECKING:
    from console.domain.audit.audit_insight import AuditInsight
    from console.kernel.errors import ConsoleError
    from console.services.audits.local_foresight import Foresight
    from console.store.audits.audit_book import AuditRecord
    from views.audits.audit_work import AuditWork
    from views.page import PageContext


class InsightTab(QWidget):
    """The ranking is made when the tab is looked at, once per commit."""

    def __init__(self, context: PageContext, work: AuditWork) -> None:
        super().__init__()
        self._context, self._work = context, work
        self._asked = ""
        self.table, self._windows, self._all = RankedTable(context), WindowTable(context), InsightTable(context)
        self._of, self._tested = Label(role="strong", wrap=True), Label(wrap=True, selectable=True)
        self._again = QPushButton(t("Rank again"))
        self._again.clicked.connect(self._rank_again)
        self._record: AuditRecord | None = None
        space = context.theme.space(1)
        head = row(spacing=space)
        head.addWidget(self._of, 1)
        head.addWidget(self._again)
        informs = t("It informs and never fails an audit: a file that is named here may be perfectly well.")
        over, one = QWidget(), QWidget()
        above = column(SectionHeader(t("Over all projects"), note=informs), spacing=4)
        above.addWidget(self._all, 1)
        over.setLayout(above)
        below = column(head, spacing=4)
        below.addWidget(self.table, 1)
        for part in (SectionHeader(t("How right was it before?")), self._tested, self._windows):
            below.addWidget(part)
        one.setLayout(below)
        layout = column(spacing=0, margins=(0, space, 0, 0))
        layout.addWidget(SplitPanel(context.memory, "audit-insights", over, one, shares=(2, 5), vertical=True))
        self.setLayout(layout)

    def show_project(self, record: AuditRecord | None) -> None:
        """Rank the files of a project, unless that is done."""
        self._record = record
        self._again.setEnabled(record is not None)
        self._foresee()
        if record is None:
            self._asked = ""
            self._clear(t("Choose a project that was audited: its files are ranked here."))
        elif self._asked != f"{record.project}/{record.commit}":
            self._rank(record)

    def _foresee(self) -> None:
        """Read what the newest audits of the estate's projects say together."""
        desk, now_s, opened = self._work.desk, self._context.clock.now().timestamp(), self._context.session.open
        if desk is None or opened is None:
            return

        def load() -> tuple[AuditInsight, ...]:
            from console.services.audits.insight_reading import InsightReading  # noqa: PLC0415 - all rules

            return InsightReading(desk.places, now_s, opened.estate.projects).insights()

        self._work.behind(load, lambda found: self._all.set_rows(insight_rows(found)))

    def _rank_again(self) -> None:
        if self._record is not None:
            self._rank(self._record)

    def _rank(self, record: AuditRecord) -> None:
        from console.services.audits.local_foresight import foresee_kept  # noqa: PLC0415 - all rules

        desk = self._work.desk
        if desk is None:
            return
        asked = self._asked = f"{record.project}/{record.commit}"
        self._clear(t("Ranking the files of {project} by their history …", project=record.project))
        given = (record.source, record.commit, desk.places.cache, self._context.clock.now().timestamp())

        def done(found: Foresight) -> None:
            if self._asked == asked:
                self._show(record, found)

        def failed(error: ConsoleError) -> None:
            if self._asked == asked:
                self._clear(str(error))

        def stopped() -> None:
            if self._asked == asked:
                self._clear(t("The ranking was stopped: choose Rank again."))

        title = t("Ranking of {project}", project=record.project)
        self._work.in_worker(title, foresee_kept, given, done, failed, stopped)

    def _clear(self, why: str) -> None:
        self._of.setText("")
        self._tested.setText("")
        self.table.say_when_empty(why)
        self.table.set_rows(())
        self._windows.set_rows(())
        self._windows.hide()

    def _show(self, record: AuditRecord, found: Foresight) -> None:
        tested = found.backtest
        self._of.setText(
            t("{project} at {commit}: where the next fixes are likely", project=record.project,
              commit=found.commit[:12])
        )  # fmt: skip
        self.table.say_when_empty(t("There is too little history to learn from."))
        self.table.set_rows(ranked_file_rows(found.ranked))
        self._tested.setText(backtest_text(len(tested.windows), tested.fixes, tested.found, tested.hotspot))
        self._windows.setVisible(bool(tested.windows))
        self._windows.set_rows(
            tuple(
                window_row(one.commit, one.at_s, one.fixes, one.found, one.hotspot, one.named) for one in tested.windows
            )
        )
