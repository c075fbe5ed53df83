"""Autoscaling: what scales, what blocks it, and where does the backpressure stop?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QTabWidget

from console.kernel.i18n import t
from console.presenters.autoscaler_rows import autoscaler_rows, cluster_autoscaler_lines
from console.presenters.backpressure_rows import chain_rows
from console.presenters.data_state import DataKind, DataState, data_state, unread
from console.presenters.diagnosis_rows import diagnosis_rows
from console.presenters.node_count import node_lines
from views.cells.autoscaler_detail import AutoscalerDetail
from views.cells.autoscaler_table import AutoscalerTable
from views.cells.chain_view import ChainView
from views.diagnosis.diagnosis_panel import DiagnosisPanel
from views.diagnosis.diagnosis_strip import DiagnosisStrip
from views.page import Destination, Page, Shortcut, mending
from views.widgets.label import Label
from views.widgets.later import Later
from views.widgets.layout import column
from views.widgets.state_banner import StateBanner
from views.widgets.tip import tip

if TYPE_CHECKING:
    from console.presenters.autoscaler_rows import AutoscalerRow
    from console.presenters.diagnosis_rows import DiagnosisRow
    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from views.page import PageContext

_READ = frozenset({DataKind.FRESH, DataKind.STALE})


class AutoscalingPage(Page):
    """Cluster autoscalers in one line, all autoscalers of all cells, and the backpressure paths."""

    topics = ("autoscalers", "workloads", "signals", "nodes", "jobs", "routes", "zones", "edge-cache-keys")
    slices = ("estate", "connections", "objects", "readings")

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._banner = StateBanner(context.theme)
        self._banner.asked.connect(mending(context))
        self._scaler = Label(role="muted", wrap=True)
        self._nodes, self._dark = Label(role="muted", wrap=True), Label(role="error", wrap=True)
        self._table = AutoscalerTable(context)
        self._table.opened.connect(lambda row: self._open(row, ""))
        self._table.yaml_asked.connect(lambda row: self._open(row, "yaml"))
        self._detail = Later(lambda: AutoscalerDetail(context))
        self._table.current_changed.connect(self._show_conditions)
        self._chains = ChainView(context)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(_scrolled(self._chains), t("Backpressure path"))
        self._tabs.addTab(self._detail, t("Conditions of the selected autoscaler"))
        self._strip, self._diagnoses = DiagnosisStrip(context.theme), Later(lambda: DiagnosisPanel(context))
        self._tabs.addTab(self._diagnoses, t("Diagnosis"))
        self._strip.opened.connect(lambda _row: self._show_diagnoses())
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self._table)
        split.addWidget(self._tabs)
        split.setSizes([360, 320])
        above = (self._banner, self._strip, self._dark, self._nodes, self._scaler)
        layout = column(*above, spacing=context.theme.space(1))
        layout.addWidget(split, 1)
        self.setLayout(layout)

    def render(self, state: State, summary: ChangeSummary | None) -> None:  # type: ignore[override]
        """Show the state."""
        cells = state.estate.cells if state.estate is not None else ()
        now_s = self.context.clock.now().timestamp()
        found = known = data_state(state, (cell.cluster for cell in cells), ("autoscalers",), now_s)
        is_read = known.kind in _READ and not known.missing
        if found.kind is DataKind.FRESH:
            servers = tuple(cell.prometheus for cell in cells if cell.prometheus)
            found = data_state(state, servers, ("signals",), now_s) if servers else found
        self._banner.show_state(found)
        lines = tuple(cluster_autoscaler_lines(state, now_s))
        self._show_nodes(state)
        self._scaler.setText(
            "\n".join(
                t("Cluster autoscaler of {cluster}: {state}", cluster=key, state=words) for key, words, _ in lines
            )
            or (t("No cluster autoscaler publishes its state here.") if is_read else "")
        )
        self._scaler.setToolTip(tip(lines[0][2]) if lines else "")
        rows = autoscaler_rows(state, now_s)
        self._table.say_when_empty(unread(known, t("No autoscaler has been seen in the cells' namespaces.")))
        self._table.set_rows(rows)
        self._show_conditions(self._table.current_row())
        self._chains.show_chains(chain_rows(state))
        self._show_diagnosed(state, diagnosis_rows(state, now_s), found)

    def _show_conditions(self, found: AutoscalerRow | None) -> None:
        self._detail.tell("row", lambda detail: detail.show_row(found))

    def _show_diagnosed(self, state: State, rows: tuple[DiagnosisRow, ...], known: DataState) -> None:
        self._strip.show_rows(rows)
        self._tabs.setTabText(2, t("Diagnosis ({count})", count=len(rows)) if rows else t("Diagnosis"))
        self._diagnoses.tell("rows", lambda panel: panel.show_rows(state, rows, known))

    def _show_diagnoses(self) -> None:
        self._tabs.setCurrentWidget(self._diagnoses)
        self._diagnoses.part.focus_main()

    def _show_nodes(self, state: State) -> None:
        """Say how many nodes are ready; what is not so stands out and names the nodes on hover."""
        lines = tuple(node_lines(state))
        for label, is_well in ((self._nodes, True), (self._dark, False)):
            told = [(text, names) for text, well, names in lines if well is is_well]
            label.setText("\n".join(text for text, _ in told))
            label.setToolTip("\n".join(names for _, names in told))
            label.setVisible(bool(told))

    def _open(self, row: AutoscalerRow, view: str) -> None:
        ref = row.ref
        where = {"connection": ref.connection, "kind": ref.kind, "group": ref.group}
        self.context.navigate(Destination("resources", namespace=ref.namespace, name=ref.name, view=view, **where))

    def filter_text(self, text: str) -> None:
        """Filter the autoscalers."""
        self._table.set_filter(text)

    def focus_main(self) -> None:
        """Put the focus on the table."""
        self._table.setFocus()

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Return the keys of this page."""
        return (
            Shortcut("1", t("Show the backpressure path"), lambda: self._tabs.setCurrentIndex(0), "scaling-chain"),
            Shortcut("2", t("Show the conditions"), lambda: self._tabs.setCurrentIndex(1), "scaling-conditions"),
            Shortcut("3", t("Show the diagnosis"), self._show_diagnoses, "scaling-diagnosis"),
        )


def _scrolled(chains: ChainView) -> QScrollArea:
    area = QScrollArea()
    area.setAccessibleName(t("Backpressure path"))
    area.setWidget(chains)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    return area
