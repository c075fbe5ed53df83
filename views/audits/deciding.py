"""What people decide about findings: dismissing with a reason and an end, accepting, taking back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.audit.dismissal import DismissalState
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t
from views.dialogs.dismissal_dialog import DismissalDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.audit.dismissal import Dismissal
    from console.presenters.audits.finding_line import FindingLine
    from console.services.audits.team_desk import TeamDesk
    from console.store.audits.audit_book import AuditRecord
    from views.audits.audit_work import AuditWork
    from views.audits.finding_tab import FindingTab
    from views.page import PageContext
    from views.widgets.later import Later


class Deciding:
    """Works for the project whose findings are shown; ``told`` hears what came of it."""

    def __init__(
        self, context: PageContext, work: AuditWork, findings: Later[FindingTab], told: Callable[[str], object]
    ) -> None:
        self._context, self._work, self._findings, self._told = context, work, findings, told
        self.record: AuditRecord | None = None
        findings.tell("deciding", self._attend)

    def _attend(self, tab: FindingTab) -> None:
        tab.panel.dismiss_asked.connect(self._ask)
        tab.panel.accept_asked.connect(self._accept)

    def dismiss_chosen(self) -> None:
        """Ask why the finding under the cursor is dismissed."""
        found = self._findings.part.table.current_row()
        if found is not None:
            self._ask(found)

    def accept_chosen(self) -> None:
        """Accept the finding under the cursor."""
        found = self._findings.part.table.current_row()
        if found is not None:
            self._accept(found)

    def _ask(self, line: FindingLine) -> None:
        record, desk = self.record, self._work.desk
        if record is None or desk is None:
            return
        needs_two = record.profile.complies and line.finding.severity is RuleSeverity.CRITICAL
        what = f"{line.row.rule} · {line.row.place} · {line.row.evidence}"
        dialog = DismissalDialog(self._findings.window(), what, desk.actor, needs_two=needs_two)
        dialog.agreed.connect(lambda reason, days: self._dismiss(desk.team, record, line, reason, days))
        dialog.open()

    def _dismiss(self, team: TeamDesk, record: AuditRecord, line: FindingLine, reason: str, days: int) -> None:
        def told(made: Dismissal) -> None:
            waits = made.state is DismissalState.WAITS
            self._told(
                t("{rule} waits for a second person to dismiss it.", rule=line.row.rule) if waits
                else t("{rule} is dismissed for {count} days; it is under Teams.", rule=line.row.rule, count=days)
            )  # fmt: skip

        self._work.behind(lambda: team.dismiss(record.project, line.finding.fingerprint, reason, days), told)

    def _accept(self, line: FindingLine) -> None:
        record, desk = self.record, self._work.desk
        if record is None or desk is None:
            return
        told = t("{rule} is accepted: the team means to mend it.", rule=line.row.rule)
        self._work.behind(
            lambda: desk.team.accept(record.project, line.finding.fingerprint), lambda _made: self._told(told)
        )

    def restore(self, project: str, fingerprint: str) -> None:
        """Take a dismissal back."""
        desk = self._work.desk
        if desk is not None:
            told = t("The dismissal was taken back; the finding counts again.")
            self._work.behind(lambda: desk.team.restore(project, fingerprint), lambda _made: self._told(told))

    def forget(self, team: str, rule: str) -> None:
        """Let what was learned of a rule count no more."""
        desk = self._work.desk
        if desk is not None:
            told = t("What was learned of {rule} is forgotten; it counts again.", rule=rule)
            self._work.behind(lambda: desk.team.forget(team, rule), lambda _none: self._told(told))
