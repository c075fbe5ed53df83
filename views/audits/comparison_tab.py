"""Two branches of a project side by side: what one adds, what it mends, and how the scores move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QWidget

from console.kernel.i18n import t
from console.presenters.audit_word import audit_word
from console.presenters.audits.finding_line import told_lines
from console.presenters.format import number
from views.audits.finding_table import FindingTable
from views.widgets.label import ElidedLabel, Label
from views.widgets.layout import column, row

if TYPE_CHECKING:
    from console.audits.compared_run import ComparedReport
    from console.kernel.errors import ConsoleError
    from console.presenters.audits.finding_line import FindingLine
    from console.store.audits.audit_book import AuditRecord
    from views.audits.audit_work import AuditWork
    from views.page import PageContext


class ComparisonTab(QWidget):
    """Branches are those of the clone that is kept here, as they were fetched with the last audit."""

    def __init__(self, context: PageContext, work: AuditWork) -> None:
        super().__init__()
        self._context, self._work = context, work
        self._record: AuditRecord | None = None
        self._asked = 0
        self._lines: tuple[FindingLine, ...] = ()
        self._of, self._scores = ElidedLabel(role="strong"), Label(wrap=True, selectable=True)
        self._base, self._other = QComboBox(), QComboBox()
        for box, name in ((self._base, t("Base")), (self._other, t("Compared branch"))):
            box.setAccessibleName(name)
            box.setEditable(True)
            box.setMinimumWidth(context.theme.space(24))
        self._go, self._all = QPushButton(t("Compare")), QCheckBox(t("Also what both have"))
        self._go.setProperty("role", "primary")
        self._go.clicked.connect(self._compare)
        self._all.toggled.connect(lambda _on: self._show_lines())
        self.table = FindingTable(context, "audit-compared", t("Differences in findings"))
        space = context.theme.space(1)
        asked = (Label(t("Base")), self._base, Label(t("Compared branch")), self._other, self._go, self._all)
        bar = row(*asked, None, spacing=space)
        layout = column(self._of, bar, self._scores, spacing=space, margins=(0, space, 0, 0))
        layout.addWidget(self.table, 1)
        self.setLayout(layout)

    def show_project(self, record: AuditRecord | None) -> None:
        """Offer the branches of a project."""
        if record == self._record and record is not None:
            return
        self._record, self._lines = record, ()
        self._asked += 1
        self._scores.setText("")
        self._go.setEnabled(record is not None)
        self._of.setText(record.project if record is not None else "")
        self.table.say_when_empty(
            t("Choose two branches of the project.") if record is not None
            else t("Choose a project that was audited: its branches are compared here.")
        )  # fmt: skip
        self._show_lines()
        desk = self._work.desk
        if record is not None and desk is not None:
            from console.services.audits.local_comparison import kept_branches  # noqa: PLC0415 - all rules

            self._work.behind(
                lambda: kept_branches(record.source, desk.places.cache),
                lambda found: self._offer(record, found),
                lambda error: self.table.say_when_empty(str(error)),
            )

    def _offer(self, record: AuditRecord, branches: tuple[str, ...]) -> None:
        if self._record != record:
            return
        usual = record.branch or next((one for one in ("main", "master") if one in branches), "")
        for box in (self._base, self._other):
            box.clear()
            box.addItems(branches)
        self._base.setCurrentText(usual)
        self._other.setCurrentText(next((one for one in branches if one != usual), ""))

    def _compare(self) -> None:
        from console.services.audits.local_comparison import compare_kept  # noqa: PLC0415 - all rules

        record, desk = self._record, self._work.desk
        if record is None or desk is None:
            return
        base, other = self._base.currentText().strip(), self._other.currentText().strip()
        self._lines = ()
        self._asked += 1
        asked = self._asked
        self._scores.setText(t("Auditing {base} and {other} …", base=base, other=other))
        self._show_lines()
        now_s = self._context.clock.now().timestamp()
        given = (record.source, desk.places.cache, now_s, record.profile, base, other)

        def done(found: ComparedReport) -> None:
            if self._asked == asked:  # else another project was chosen, or other branches, meanwhile
                self._show(found)

        def failed(error: ConsoleError) -> None:
            if self._asked == asked:
                self._scores.setText(str(error))

        def stopped() -> None:
            if self._asked == asked:
                self._scores.setText(t("The comparison was stopped."))

        title = t("Comparison of {project}", project=record.project)
        self._work.in_worker(title, compare_kept, given, done, failed, stopped)

    def _show(self, found: ComparedReport) -> None:
        from console.services.audits.rule_words import rule_words  # noqa: PLC0415 - all rules

        audit_of = {rule.rule: result.audit.value for result in found.before.results for rule in result.outcomes}
        told = [(result.audit.value, one) for result in found.report.results for one in result.findings]
        told += [(audit_of[one.rule], one) for one in found.gone]
        self._lines = told_lines(told, rule_words())
        pairs = zip(found.report.results, found.before.results, strict=True)
        scores = [
            f"{audit_word(one.audit)} {number(before.score)} → {number(one.score)}"
            for one, before in pairs
            if one.score != before.score
        ]
        before, after = number(found.before.health.score, 1), number(found.report.health.score, 1)
        health = t("Health {before} → {after}.", before=before, after=after)
        self._scores.setText(f"{health} {' · '.join(scores)}".strip())
        self.table.say_when_empty(t("Both have the same findings."))
        self._show_lines()

    def _show_lines(self) -> None:
        self.table.set_rows(
            tuple(one for one in self._lines if self._all.isChecked() or one.finding.baseline.value != "unchanged")
        )
