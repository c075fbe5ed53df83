"""One project: how it is, what its audits said, what would help, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QTabWidget, QWidget

from console.kernel.i18n import t
from console.presenters.audits.result_row import result_rows, rule_rows
from console.presenters.format import local_time
from views.audits.health_panel import HealthPanel, TrendPanel
from views.audits.result_table import ResultTable
from views.audits.rule_table import RuleTable
from views.widgets.badge import Badge
from views.widgets.empty_state import EmptyState
from views.widgets.key_value import KeyValue
from views.widgets.label import ElidedLabel, Label
from views.widgets.later import Later
from views.widgets.layout import column, row
from views.widgets.tip import tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.presenters.audits.audit_sight import AuditSight
    from console.presenters.audits.grid_row import GridRow
    from console.store.audits.audit_book import AuditRecord
    from views.page import PageContext
    from views.widgets.table.data_table import DataTable

EXPORTS = ("sarif", "github", "code-quality", "html", "badge")


class ProjectPanel(QWidget):
    """``audit_asked``, ``findings_asked`` (with an audit and a rule, or nothing) and ``export_asked`` (a format)."""

    audit_asked = Signal()
    findings_asked = Signal(str, str)
    export_asked = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._shown: tuple[GridRow | None, Sequence[AuditRecord]] | None = None
        self._badge, self._title = Badge(context.theme), ElidedLabel(role="section")
        self._where, self._facts = ElidedLabel(role="caption"), KeyValue(columns=2)
        self._trouble = Label(role="error", wrap=True)
        self.results, self._rules = ResultTable(context), Later(self._make_rules)
        self._health, self._trend = Later(self._make_health), Later(lambda: TrendPanel(context))
        self._empty = EmptyState(context.theme, "audits", t("Not audited yet"), "", t("Audit now …"), self._ask)
        self._audit, self._open = QPushButton(t("Audit …")), QPushButton(t("Findings"))
        self._audit.setProperty("role", "primary")
        self._audit.clicked.connect(self._ask)
        self._open.clicked.connect(lambda: self.findings_asked.emit("", ""))
        self._export = QPushButton(t("Export …"))
        self._export.setMenu(self._menu())
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._lay_out()
        self.results.opened.connect(lambda found: self.findings_asked.emit(found.audit, ""))

    def _make_rules(self) -> RuleTable:
        rules = RuleTable(self._context)
        rules.opened.connect(lambda found: self.findings_asked.emit("", found.rule))
        return rules

    def _make_health(self) -> HealthPanel:
        health = HealthPanel(self._context)
        health.gains.opened.connect(lambda found: self.findings_asked.emit("", found.rule))
        return health

    def _lay_out(self) -> None:
        space = self._context.theme.space(1)
        for widget, title in (
            (self.results, t("Audits")),
            (self._health, t("Health")),
            (self._trend, t("Trend")),
            (self._rules, t("Rules")),
        ):
            self.tabs.addTab(widget, title)
        head = row(self._badge, spacing=space)
        head.addWidget(self._title, 1)
        for button in (self._audit, self._open, self._export):
            head.addWidget(button)
        layout = column(head, self._where, self._trouble, self._facts, spacing=space, margins=(space, 0, 0, 0))
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self._empty, 1)
        self.setLayout(layout)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for key, title in zip(EXPORTS, export_titles(), strict=True):
            menu.addAction(title).triggered.connect(lambda _on=False, key=key: self.export_asked.emit(key))
        return menu

    def _ask(self) -> None:
        self.audit_asked.emit()

    def show_row(self, found: GridRow | None, records: Sequence[AuditRecord]) -> None:
        """Show what the grid knows of a project; ``None``: none is chosen."""
        if (found, records) == self._shown:
            return
        before, self._shown = self._shown, (found, records)
        if found is not None and (before is None or before[0] is None or before[0].record != found.record):
            self.show_nothing(t("Reading …"))  # never the results of another project below this one's name
        self.setVisible(found is not None)
        if found is None:
            return
        self._badge.show_health(found.state, found.health_text)
        self._title.setText(found.key)
        self._where.setText(f"{found.title} · {found.project.url}" if found.title != found.key else found.project.url)
        told = " ".join(one for one in (t("The last try failed: {why}", why=found.trouble),) if found.trouble)
        self._trouble.setText(told)
        self._trouble.setVisible(bool(told))
        self._facts.show_pairs(_facts(found))
        has_results = found.record is not None
        self.tabs.setVisible(has_results)
        self._empty.setVisible(not has_results)
        self._empty.tell(t("Not audited yet"), found.activity or t("An audit clones it, reads it and runs none of it."))
        self._open.setEnabled(has_results)
        self._export.setEnabled(has_results)
        why = "" if has_results else t("There are no results yet.")
        self._export.setToolTip(tip(why))
        self._trend.tell("records", lambda trend: trend.show_records(records))

    def show_nothing(self, why: str) -> None:
        """Say why there are no results to be seen."""
        _say_nothing(self.results, why)
        self._rules.tell("sight", lambda rules: _say_nothing(rules, why))
        self._health.tell("sight", lambda health: health.show_nothing(why))

    def show_sight(self, sight: AuditSight, now_s: float) -> None:
        """Show what the audits of the project said."""
        self.results.set_rows(result_rows(sight, now_s))
        self._rules.tell("sight", lambda rules: rules.set_rows(rule_rows(sight)))
        self._health.tell("sight", lambda health: health.show_sight(sight))


def _say_nothing(table: DataTable[Any], why: str) -> None:
    table.set_rows(())
    table.say_when_empty(why)


def export_titles() -> tuple[str, ...]:
    """Return the words for ``EXPORTS``."""
    return (
        t("SARIF 2.1.0 (everything)"), t("SARIF for GitHub code scanning"), t("Code Quality for GitLab"),
        t("Report (HTML)"), t("Badge (SVG)"),
    )  # fmt: skip


def _facts(found: GridRow) -> list[tuple[str, str]]:
    pairs = [(t("Team"), found.team), (t("Profile"), found.profile), (t("Now"), found.activity)]
    if found.record is not None:
        record = found.record
        pairs += [(t("Commit"), record.commit[:12]), (t("Audited at"), local_time(record.at_s))]
    return [pair for pair in pairs if pair[1]]
