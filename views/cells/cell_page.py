"""Cell: what is in this cell, how well is each part, and what should be done first?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QScrollArea, QSplitter, QTabWidget

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.canary_rows import canaries_of
from console.presenters.cell_budget import worst_objective
from console.presenters.cell_gate import GATE_TOPICS
from console.presenters.cell_head import cell_head
from console.presenters.cell_row import ATTAINMENT
from console.presenters.data_state import DataKind, DataState, data_state
from console.presenters.diagnosis_rows import diagnosis_rows
from console.presenters.drift_rows import drift_rows
from console.presenters.job_rows import job_rows
from console.presenters.layer_matrix import layer_cells
from console.presenters.pod_rows import pod_rows
from console.presenters.service_rows import service_rows
from console.presenters.violation_rows import TOPIC as VIOLATIONS
from console.presenters.violation_rows import cell_violations
from views.cells.drift_table import DriftTable
from views.cells.history_panel import HistoryPanel
from views.cells.job_table import JobTable
from views.cells.layer_cards import LayerCards
from views.cells.pod_table import PodTable
from views.cells.release_panel import ReleasePanel
from views.cells.service_table import ServiceTable
from views.cells.tile_row import TileRow
from views.cells.violation_table import ViolationTable
from views.diagnosis.diagnosis_panel import DiagnosisPanel
from views.diagnosis.diagnosis_strip import DiagnosisStrip
from views.page import Destination, Page, Shortcut, mending
from views.widgets.badge import Badge
from views.widgets.label import ElidedLabel, Label
from views.widgets.later import Later
from views.widgets.layout import column, row
from views.widgets.offered import offer
from views.widgets.state_banner import StateBanner

if TYPE_CHECKING:
    from console.domain.resource import ResourceRef
    from console.estate.schema.cell import Cell
    from console.presenters.cell_head import CellHead
    from console.presenters.service_rows import ServiceRow
    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from views.page import PageContext
    from views.widgets.table.data_table import DataTable


class CellPage(Page):
    """One cell at a time: head, services, and below them layers, template drift, pods, history and jobs."""

    topics = (
        *("signals", "workloads", "pods", "autoscalers", "settings", "routes", "jobs", "nodes", "slos"),
        *("zones", "edge-cache-keys", "rollouts", VIOLATIONS),
        *(topic for topic in GATE_TOPICS if topic not in {"slos", "signals"}),
    )
    slices = ("estate", "connections", "objects", "readings")

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._cell = self._wanted = ""
        self._choice = QComboBox()
        self._choice.setAccessibleName(t("Choose a cell"))
        self._choice.activated.connect(lambda _place: self._choose(str(self._choice.currentData())))
        self._badge, self._why = Badge(context.theme), ElidedLabel(role="strong")
        self._facts, self._flags = Label(role="muted", wrap=True), Label(role="error", wrap=True)
        self._banner = StateBanner(context.theme)
        self._banner.asked.connect(mending(context))
        self._tiles = TileRow(context)
        self._services = ServiceTable(context)
        self._layers, self._strip = LayerCards(context), DiagnosisStrip(context.theme)
        self._drift, self._pods = Later(lambda: DriftTable(context)), Later(lambda: PodTable(context))
        self._history, self._jobs = Later(lambda: HistoryPanel(context)), Later(lambda: JobTable(context))
        self._diagnoses, self._release = Later(lambda: DiagnosisPanel(context)), Later(self._make_release)
        self._violations = Later(lambda: ViolationTable(context))
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        self._tiles.opened.connect(self._open_figure)
        self._services.opened.connect(lambda row: self._open_service(row, ""))
        self._services.yaml_asked.connect(lambda row: self._open_service(row, "yaml"))
        self._services.logs_asked.connect(lambda row: self._open_service(row, "logs"))
        self._strip.opened.connect(lambda _row: self._show_diagnoses())
        self._pods.tell("objects", self._lead_to_objects)
        self._pods.tell("logs", lambda pods: pods.logs_asked.connect(lambda row: self._open(row.ref, "logs")))
        self._jobs.tell("objects", self._lead_to_objects)

    def _lead_to_objects(self, table: DataTable[Any]) -> None:
        table.opened.connect(lambda row: self._open(row.ref, ""))
        table.yaml_asked.connect(lambda row: self._open(row.ref, "yaml"))

    def _make_release(self) -> ReleasePanel:
        release = ReleasePanel(self.context)
        release.judged.connect(lambda: self.render(self.context.session.store.state, None))
        return release

    def _lay_out(self) -> None:
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.setMinimumHeight(self.context.theme.space(38))  # what the tallest of them needs
        for widget, title in (
            (_scrolled(self._layers), t("Layers")),
            (self._drift, t("Template drift")),
            (self._pods, t("Pods")),
            (self._history, t("History")),
            (self._jobs, t("Jobs")),
            (self._diagnoses, t("Diagnosis")),
            (self._release, t("Release")),
            (self._violations, t("Cluster rules")),
        ):
            self._tabs.addTab(widget, title)
        self._tabs.currentChanged.connect(lambda _place: self.render(self.context.session.store.state, None))
        head = row(self._choice, self._badge, spacing=12)
        head.addWidget(self._why, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self._services)
        split.addWidget(self._tabs)
        split.setStretchFactor(1, 1)
        split.setSizes([300, 340])
        above = (head, self._facts, self._flags, self._banner, self._strip, self._tiles)
        layout = column(*above, spacing=self.context.theme.space(1))
        layout.addWidget(split, 1)
        self._parts = (self._choice, self._badge, self._why, self._facts, self._tiles, self._tabs)
        self.setLayout(layout)

    def arguments(self, arguments: dict[str, str]) -> None:
        """Take ``cell``, ``service`` (a row to put the cursor on), and ``tab`` (diagnosis or release)."""
        if arguments.get("tab") in {"diagnosis", "release"}:
            self._tabs.setCurrentWidget(self._diagnoses if arguments["tab"] == "diagnosis" else self._release)
        if "cell" in arguments:
            self._cell = arguments["cell"]
        self._wanted = arguments.get("service", "")

    def title(self) -> str:
        """Return the cell's name."""
        cell = self._current(self.context.session.store.state)
        return (cell.title or cell.key) if cell is not None else ""

    def _current(self, state: State) -> Cell | None:
        if state.estate is None or not state.estate.cells:
            return None
        return state.estate.cell(self._cell) or state.estate.cells[0]

    def render(self, state: State, summary: ChangeSummary | None) -> None:  # type: ignore[override]
        """Show the chosen cell."""
        self._fill_choice(state)
        cell = self._current(state)
        for part in self._parts if cell is not None else (*self._parts, self._flags, self._strip):
            part.setVisible(cell is not None)
        if cell is None:
            self._services.set_rows(())
            text = t("The estate names no cells. Add them to its file under cells.")
            self._banner.show_state(DataState(DataKind.EMPTY, text) if state.estate else data_state(state, (), (), 0))
            return
        now_s = self.context.clock.now().timestamp()
        found = data_state(state, (cell.cluster,), ("workloads", "pods"), now_s)
        if found.kind is DataKind.FRESH and cell.prometheus:
            found = data_state(state, (cell.prometheus,), ("signals",), now_s)
        self._banner.show_state(found)
        self._show_head(cell_head(state, cell))
        self._services.set_rows(service_rows(state, cell))
        if self._wanted and self._services.select_key(self._wanted):
            self._wanted = ""
        self._show_tab(state, cell, now_s, found)

    def _show_head(self, head: CellHead) -> None:
        self._badge.show_health(head.health)
        self._why.setText(" · ".join(head.reasons))
        self._facts.setText(" · ".join(head.facts))
        self._flags.setText(" · ".join(head.flags))
        self._flags.setVisible(bool(head.flags))
        self._tiles.show_figures(head.figures)

    def _show_tab(self, state: State, cell: Cell, now_s: float, known: DataState) -> None:
        def told(*topics: str) -> DataState:
            return data_state(state, (cell.cluster,), topics, now_s)

        drift = drift_rows(state, cell)
        self._tabs.setTabText(1, t("Template drift ({count})", count=len(drift)) if drift else t("Template drift"))
        jobs = job_rows(state, cell, now_s)
        failed = sum(job.health is not Health.OK and job.kind == "Job" for job in jobs)
        self._tabs.setTabText(4, t("Jobs ({count} failed)", count=failed) if failed else t("Jobs"))
        found = diagnosis_rows(state, now_s, cell.key)
        self._strip.show_rows(found)
        self._tabs.setTabText(5, t("Diagnosis ({count})", count=len(found)) if found else t("Diagnosis"))
        self._tabs.setTabText(6, t("Release (canary)") if canaries_of(state, cell) else t("Release"))
        broken = cell_violations(state, cell)
        self._tabs.setTabText(7, t("Cluster rules ({count})", count=len(broken)) if broken else t("Cluster rules"))
        front = self._tabs.currentWidget()
        if front is self._release:
            self._release.part.show_cell(state, cell, now_s)
        elif front is self._diagnoses:
            self._diagnoses.part.show_rows(state, found, known)
        elif self._tabs.currentIndex() == 0:
            self._layers.show_layers(layer_cells(state, cell))
        elif front is self._drift:
            self._drift.part.show_drift(drift, told("workloads", "autoscalers", "settings"))
        elif front is self._jobs:
            self._jobs.part.show_jobs(jobs, told("jobs"))
        elif front is self._violations:
            self._violations.part.show_violations(broken, told(VIOLATIONS))
        elif front is self._history:
            self._history.part.show_cell(state, cell, now_s)
        else:
            self._pods.part.show_pods(pod_rows(state, cell, now_s), told("pods"))

    def _show_diagnoses(self) -> None:
        self._tabs.setCurrentWidget(self._diagnoses)
        self._diagnoses.part.focus_main()

    def _show_release(self) -> None:
        self._tabs.setCurrentWidget(self._release)
        self._release.part.focus_main()

    def _fill_choice(self, state: State) -> None:
        cells = state.estate.cells if state.estate is not None else ()
        offer(self._choice, ((cell.key, cell.title or cell.key) for cell in cells))
        cell = self._current(state)
        self._choice.setCurrentIndex(self._choice.findData(cell.key if cell is not None else ""))

    def _choose(self, key: str) -> None:
        self.context.navigate(Destination("cell", cell=key))

    def _step(self, by: int) -> None:
        if count := self._choice.count():
            self._choose(str(self._choice.itemData((self._choice.currentIndex() + by) % count)))

    def _open_figure(self, key: str) -> None:
        if key == ATTAINMENT:
            self._open_objective()

    def _open_objective(self) -> None:
        """Go to the objective of this cell whose budget is worst."""
        state = self.context.session.store.state
        cell = self._current(state)
        worst = worst_objective(state, cell) if cell is not None else None
        where = {"service": worst.service, "name": worst.name} if worst is not None else {}
        self.context.navigate(Destination("slos", **where))

    def _open_service(self, service: ServiceRow, view: str) -> None:
        if service.ref is not None:
            self._open(service.ref, view)

    def _open(self, ref: ResourceRef, view: str) -> None:
        self.context.navigate(
            Destination("resources", connection=ref.connection, kind=ref.kind, group=ref.group,
                        namespace=ref.namespace, name=ref.name, view=view)
        )  # fmt: skip

    def filter_text(self, text: str) -> None:
        """Filter services, pods, drift and jobs."""
        self._services.set_filter(text)
        tables: tuple[Later[DataTable[Any]], ...] = (self._pods, self._drift, self._jobs, self._violations)
        for later in tables:
            later.tell("filter", lambda table: table.set_filter(text))

    def closing(self) -> None:
        """Drop questions that are still open."""
        if (history := self._history.made) is not None:
            history.close_scope()
        if (release := self._release.made) is not None:
            release.close_scope()

    def focus_main(self) -> None:
        """Put the focus on the services."""
        self._services.setFocus()

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Return the keys of this page."""
        return (
            Shortcut("]", t("Next cell"), lambda: self._step(1), "cell-next"),
            Shortcut("[", t("Previous cell"), lambda: self._step(-1), "cell-previous"),
            Shortcut("1", t("Show the layers"), lambda: self._tabs.setCurrentIndex(0), "cell-layers"),
            Shortcut("2", t("Show the template drift"), lambda: self._tabs.setCurrentIndex(1), "cell-drift"),
            Shortcut("3", t("Show the pods"), lambda: self._tabs.setCurrentIndex(2), "cell-pods"),
            Shortcut("4", t("Show the history"), lambda: self._tabs.setCurrentIndex(3), "cell-history"),
            Shortcut("B", t("Show the worst error budget of this cell"), self._open_objective, "cell-objective"),
            Shortcut("5", t("Show the jobs"), lambda: self._tabs.setCurrentIndex(4), "cell-jobs"),
            Shortcut("6", t("Show the diagnosis"), self._show_diagnoses, "cell-diagnosis"),
            Shortcut("7", t("Show the release gate"), self._show_release, "cell-release"),
            Shortcut("8", t("Show the cluster's rules"), lambda: self._tabs.setCurrentIndex(7), "cell-rules"),
        )


def _scrolled(cards: LayerCards) -> QScrollArea:
    area = QScrollArea()
    area.setAccessibleName(t("Layers"))
    area.setWidget(cards)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    return area
