"""The parts of the Audits page: projects, findings, what runs, insights, comparison, teams, registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QTabWidget

from console.kernel.i18n import t
from views.audits.comparison_tab import ComparisonTab
from views.audits.finding_tab import FindingTab
from views.audits.insight_tab import InsightTab
from views.audits.live_tab import LiveTab
from views.audits.projects_tab import ProjectsTab
from views.audits.registry_tab import RegistryTab
from views.audits.team_tab import TeamTab
from views.widgets.later import Later

if TYPE_CHECKING:
    from console.store.audits.audit_book import AuditRecord
    from views.audits.audit_work import AuditWork
    from views.page import PageContext
    from views.widgets.table.data_table import DataTable

KEYS = ("projects", "findings", "running", "insights", "comparison", "teams", "registry")
PROJECTS, FINDINGS, RUNNING, INSIGHTS, COMPARISON, TEAMS, REGISTRY = range(len(KEYS))


class AuditTabs(QTabWidget):
    """Only the tab in front reads what it shows."""

    def __init__(self, context: PageContext, work: AuditWork) -> None:
        super().__init__()
        self.setDocumentMode(True)
        self._filter = ""
        self.projects, self.findings = ProjectsTab(context), Later(lambda: FindingTab(context))
        self.running, self.insights = Later(lambda: LiveTab(context)), Later(lambda: InsightTab(context, work))
        self.comparison, self.teams = (
            Later(lambda: ComparisonTab(context, work)),
            Later(lambda: TeamTab(context, work)),
        )
        self.registry = Later(lambda: RegistryTab(context, work))
        titles = (
            t("Projects"), t("Findings"), t("Running"), t("Insights"), t("Comparison"), t("Teams"), t("Registry"),
        )  # fmt: skip
        parts = (
            self.projects, self.findings, self.running, self.insights, self.comparison, self.teams, self.registry,
        )  # fmt: skip
        for part, title in zip(parts, titles, strict=True):
            self.addTab(part, title)
        self.projects.import_asked.connect(lambda: self.setCurrentIndex(REGISTRY))
        self.currentChanged.connect(lambda _place: self.filter_text(self._filter))

    def key_titles(self) -> tuple[str, ...]:
        """Return what the key of each tab does."""
        return (
            t("Show the projects"), t("Show the findings"), t("Show what runs"), t("Show insights"),
            t("Compare branches"), t("Show the teams"), t("Show the registry"),
        )  # fmt: skip

    def reach(self, key: str) -> None:
        """Show the tab of a key; one that is unknown changes nothing."""
        if key in KEYS:
            self.setCurrentIndex(KEYS.index(key))

    def filter_text(self, text: str) -> None:
        """Filter the list in front; another one when its tab comes to the front."""
        self._filter = text
        if not text:
            self.projects.show_all()  # at once: the other tabs show what belongs to the project under its cursor
        self.list_in_front().set_filter(text)

    def list_in_front(self) -> DataTable[Any]:
        """Return the list of the tab in front."""
        tabs = (self.findings, self.running, self.insights, self.comparison, self.teams, self.registry)
        front = next((one for one in tabs if one is self.currentWidget()), None)
        return front.part.table if front is not None else self.projects.table

    def show_project(self, record: AuditRecord | None) -> None:
        """Let the tab in front show what belongs to a project."""
        place = self.currentIndex()
        if place == INSIGHTS:
            self.insights.part.show_project(record)
        elif place == COMPARISON:
            self.comparison.part.show_project(record)
        elif place == TEAMS:
            self.teams.part.read()
        elif place == REGISTRY:
            self.registry.part.read()
