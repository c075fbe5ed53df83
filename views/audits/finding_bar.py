"""What of the findings is shown: by severity, since the baseline, by audit, and what can be corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QWidget

from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import BaselineState
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t
from console.presenters.audit_word import audit_word, baseline_word, severity_word
from console.presenters.audits.finding_line import FindingFilter
from views.widgets.label import ElidedLabel
from views.widgets.layout import row

if TYPE_CHECKING:
    from views.page import PageContext

_SEVERITIES = (RuleSeverity.CRITICAL, RuleSeverity.HIGH, RuleSeverity.MEDIUM)
_BASELINES = (BaselineState.NEW, BaselineState.UPDATED, BaselineState.UNCHANGED)


class FindingBar(QWidget):
    """``changed`` carries a ``FindingFilter``."""

    changed = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._rule = ""
        self._severity, self._baseline, self._audit = QComboBox(), QComboBox(), QComboBox()
        self._fill()
        self._fixable = QCheckBox(t("Only what can be corrected safely"))
        self._one_rule, self._count = QPushButton(), ElidedLabel(role="muted")
        self._one_rule.clicked.connect(lambda: self.choose("", ""))
        for box, name in (
            (self._severity, t("Severity")), (self._baseline, t("Since the baseline")), (self._audit, t("Audit")),
        ):  # fmt: skip
            box.setAccessibleName(name)
            box.currentIndexChanged.connect(lambda _place: self._tell())
        self._fixable.toggled.connect(lambda _on: self._tell())
        space = context.theme.space(1)
        layout = row(self._severity, self._baseline, self._audit, self._fixable, self._one_rule, spacing=space)
        layout.addWidget(self._count, 1)
        self.setLayout(layout)
        self._one_rule.hide()

    def _fill(self) -> None:
        self._severity.addItem(t("Every severity"), "")
        for one in _SEVERITIES:
            worse = t("{severity} and worse", severity=severity_word(one))
            self._severity.addItem(severity_word(one) if one is RuleSeverity.CRITICAL else worse, one.value)
        self._baseline.addItem(t("New and old"), "")
        for state in _BASELINES:
            self._baseline.addItem(baseline_word(state), state.value)
        self._audit.addItem(t("Every audit"), "")
        for audit in AuditName:
            self._audit.addItem(audit_word(audit), audit.value)

    @property
    def filter(self) -> FindingFilter:
        """Return what is to be shown."""
        return FindingFilter(
            str(self._severity.currentData()), str(self._baseline.currentData()), str(self._audit.currentData()),
            self._rule, self._fixable.isChecked(),
        )  # fmt: skip

    def choose(self, audit: str = "", rule: str = "") -> None:
        """Show what one audit or one rule found; nothing named: everything."""
        self._rule = rule
        self._one_rule.setText(t("Only {rule}: show all", rule=rule))
        self._one_rule.setVisible(bool(rule))
        self._audit.setCurrentIndex(max(0, self._audit.findData(audit)))
        self._tell()

    def next_severity(self) -> None:
        """Take the next severity."""
        self._severity.setCurrentIndex((self._severity.currentIndex() + 1) % self._severity.count())

    def count(self, shown: int, total: int, dismissed: int, hidden: int) -> None:
        """Say how many findings are shown, and how many are not."""
        told = [t("{shown} of {total} findings", shown=shown, total=total)]
        told += [t("{count} dismissed", count=dismissed)] if dismissed else []
        told += [t("{count} of low severity hidden by the profile", count=hidden)] if hidden else []
        self._count.setText(" · ".join(told))

    def _tell(self) -> None:
        self.changed.emit(self.filter)
