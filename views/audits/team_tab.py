"""Teams: their profiles, what they dismissed, and what the audits learned from that; all of it can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from console.kernel.i18n import t
from console.presenters.audit_dismissal_rows import dismissal_rows
from console.presenters.audit_learned_rows import learned_rows
from console.presenters.audit_team_rows import team_rows
from views.audits.dismissal_table import DismissalTable
from views.audits.learned_table import LearnedTable
from views.audits.team_table import TeamTable
from views.widgets.layout import column
from views.widgets.section_header import SectionHeader
from views.widgets.split_panel import SplitPanel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.audit.dismissal import Dismissal
    from console.domain.audit.learned_rule import LearnedRule
    from console.domain.audit.rule_word import RuleWord
    from console.estate.schema.estate import Estate
    from views.audits.audit_work import AuditWork
    from views.page import PageContext


class TeamFacts(NamedTuple):
    """What teams decided until now; ``complying`` are those whose profile is in compliance mode."""

    dismissals: tuple[Dismissal, ...]
    learned: tuple[LearnedRule, ...]
    words: Mapping[str, RuleWord]
    complying: frozenset[str]


class TeamTab(QWidget):
    """``restore_asked`` carries project and fingerprint, ``forget_asked`` team and rule, ``profile_asked`` a row."""

    profile_asked = Signal(object)
    restore_asked = Signal(str, str)
    forget_asked = Signal(str, str)

    def __init__(self, context: PageContext, work: AuditWork) -> None:
        super().__init__()
        self._context, self._work = context, work
        self.table, self._dismissals, self._learned = TeamTable(context), DismissalTable(context), LearnedTable(context)
        self._restore, self._forget = (
            QPushButton(t("Take the dismissal back")),
            QPushButton(t("Forget what was learned")),
        )
        self._profile = QPushButton(t("Change the profile …"))
        self._profile.clicked.connect(self.ask_profile)
        self.table.opened.connect(self.profile_asked.emit)
        self.table.current_changed.connect(lambda _row: self._offer())
        self._restore.clicked.connect(self._ask_restore)
        self._forget.clicked.connect(self._ask_forget)
        self._dismissals.current_changed.connect(lambda _row: self._offer())
        self._learned.current_changed.connect(lambda _row: self._offer())
        parts = (
            _titled(t("Teams and profiles"), self.table, self._profile),
            _titled(t("Dismissed findings"), self._dismissals, self._restore),
            _titled(t("What was learned"), self._learned, self._forget),
        )
        split = SplitPanel(context.memory, "audit-teams", *parts, shares=(3, 4, 4), vertical=True)
        layout = column(spacing=0, margins=(0, context.theme.space(1), 0, 0))
        layout.addWidget(split)
        self.setLayout(layout)
        self._offer()

    def read(self) -> None:
        """Read what was decided."""
        desk, opened = self._work.desk, self._context.session.open
        if desk is None or opened is None:
            return
        estate = opened.estate

        def load() -> TeamFacts:
            from console.estate.audit_profiles import estate_profile  # noqa: PLC0415
            from console.services.audits.rule_words import rule_words  # noqa: PLC0415 - all rules

            sight = desk.team.sight()
            complying = frozenset(
                one.key for one in estate.teams if one.profile and estate_profile(estate, one.profile).complies
            )
            return TeamFacts(sight.dismissals, sight.learned, rule_words(), complying)

        self._work.behind(load, lambda facts: self._show(estate, facts))

    def ask_profile(self) -> None:
        """Ask for another profile of the team under the cursor."""
        found = self.table.current_row()
        if found is not None:
            self.profile_asked.emit(found)

    def _show(self, estate: Estate, facts: TeamFacts) -> None:
        now_s = self._context.clock.now().timestamp()
        severities = {key: one.severity for key, one in facts.words.items()}
        self.table.set_rows(team_rows(estate))
        self._dismissals.set_rows(dismissal_rows(facts.dismissals))
        self._learned.set_rows(learned_rows(facts.learned, severities, facts.complying, now_s))
        self._offer()

    def _ask_restore(self) -> None:
        found = self._dismissals.current_row()
        if found is not None:
            self.restore_asked.emit(found.project, found.fingerprint)

    def _ask_forget(self) -> None:
        found = self._learned.current_row()
        if found is not None:
            self.forget_asked.emit(found.team, found.rule)

    def _offer(self) -> None:
        dismissal = self._dismissals.current_row()
        self._restore.setEnabled(dismissal is not None and dismissal.is_live)
        self._profile.setEnabled(self.table.current_row() is not None)
        self._forget.setEnabled(self._learned.current_row() is not None)


def _titled(title: str, table: QWidget, *buttons: QWidget) -> QWidget:
    part = QWidget()
    layout = column(SectionHeader(title, *buttons), spacing=4)
    layout.addWidget(table, 1)
    part.setLayout(layout)
    return part
