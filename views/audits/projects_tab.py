"""The project grid with the panel of the project under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from console.kernel.i18n import t
from views.audits.project_panel import ProjectPanel
from views.audits.project_table import ProjectTable
from views.widgets.empty_state import EmptyState
from views.widgets.label import ElidedLabel
from views.widgets.layout import column, row
from views.widgets.split_panel import SplitPanel
from views.widgets.tip import tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.presenters.audits.grid_row import GridRow
    from views.page import PageContext


class ProjectsTab(QStackedWidget):
    """``import_asked``: there are no projects, and somebody wants some."""

    all_asked = Signal()
    dashboard_asked = Signal()
    import_asked = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.table, self.panel = ProjectTable(context), ProjectPanel(context)
        self._chosen = ""
        self.table.current_changed.connect(self._keep)
        self._note, self._all = ElidedLabel(role="muted"), QPushButton(t("Audit all that are shown …"))
        dashboard = QPushButton(t("Public dashboard …"))
        dashboard.setToolTip(
            tip(t("One HTML file of the shown projects whose profile is public, without evidence and without secrets."))
        )
        self._all.clicked.connect(self.all_asked)
        dashboard.clicked.connect(self.dashboard_asked)
        self.table.arranged.connect(self._count)
        space = context.theme.space(1)
        bar = row(spacing=space)
        bar.addWidget(self._note, 1)
        bar.addWidget(self._all)
        bar.addWidget(dashboard)
        grid, part = QWidget(), column(bar, spacing=space, margins=(0, space, 0, 0))
        split = SplitPanel(context.memory, "audit-projects", self.table, self.panel, shares=(7, 6))
        part.addWidget(split, 1)
        grid.setLayout(part)
        self.addWidget(grid)
        self.addWidget(
            EmptyState(
                context.theme,
                "audits",
                t("The estate has no projects"),
                t("Import them from a forge, or from a list of addresses; you see everything before it is written."),
                t("Import projects …"),
                self.import_asked.emit,
            )
        )
        self.panel.hide()

    def show_rows(self, rows: Sequence[GridRow]) -> None:
        """Show the projects of the estate."""
        self.setCurrentIndex(0 if rows else 1)
        self.table.set_rows(rows)
        self._count()

    def show_all(self) -> None:
        """Filter no more; the cursor goes back to a project that the filter has hidden."""
        self.table.set_filter("")
        if self.table.current_row() is None:
            self.table.select_key(self._chosen)

    def _keep(self, found: GridRow | None) -> None:
        if found is not None:
            self._chosen = found.key

    def _count(self) -> None:
        shown, total = self.table.shown_count, self.table.total_count
        some = t("{shown} of {total} projects", shown=shown, total=total)
        self._note.setText(some if shown != total else t("{count} projects, the worst first", count=total))
        self._all.setEnabled(shown > 0)
