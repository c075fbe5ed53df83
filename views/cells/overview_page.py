"""Overview: which cell needs me, and where does its traffic come from?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSplitter, QTabWidget, QWidget

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.data_state import DataKind, data_state, last_data
from views.cells.cell_board import CellBoard
from views.cells.tile_row import TileRow
from views.page import Destination, Page, Shortcut, mending
from views.plots.topology_map import TopologyMap
from views.widgets.badge import Badge
from views.widgets.label import ElidedLabel
from views.widgets.layout import column, row
from views.widgets.state_banner import StateBanner

if TYPE_CHECKING:
    from console.presenters.cell_row import CellRow
    from console.presenters.last_view import LastView
    from console.presenters.topology_graph import TopologyNode
    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from views.cells.layer_table import LayerTable
    from views.diagnosis.diagnosis_strip import DiagnosisStrip
    from views.page import PageContext


class OverviewPage(Page):
    """Business indicators, the cell board, and below it the topology map or the layers."""

    topics = (
        *("signals", "workloads", "pods", "routes", "autoscalers", "jobs", "nodes", "slos"),
        *("zones", "edge-cache-keys", "load-balancers"),
    )
    slices = ("estate", "connections", "objects", "readings")

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._banner = StateBanner(context.theme)
        self._banner.asked.connect(mending(context))
        self._tiles = TileRow(context)
        self._badge, self._why = Badge(context.theme), ElidedLabel(role="strong")
        self._worst = QWidget()
        worst = row(self._badge, spacing=8)
        worst.addWidget(self._why, 1)
        self._worst.setLayout(worst)
        self._worst.hide()
        self._board = CellBoard(context)
        self._board.opened.connect(self._open_cell)
        self._map = TopologyMap(context.theme)
        self._map.opened.connect(self._open_node)
        self._layers: LayerTable | None = None
        self._strip: DiagnosisStrip | None = None
        self._layers_tab = QWidget()
        self._layers_tab.setLayout(column())
        self._filter = ""
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(_scrolled(self._map), t("Topology"))
        self._tabs.addTab(self._layers_tab, t("Layers"))
        self._tabs.currentChanged.connect(lambda _place: self._show_lower(context.session.store.state))
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self._board)
        split.addWidget(self._tabs)
        split.setSizes([260, 440])
        split.setStretchFactor(1, 1)
        self._rows: tuple[CellRow, ...] = ()
        self._last: LastView | None = None
        layout = column(self._banner, self._tiles, self._worst, spacing=context.theme.space(1.5))
        layout.addWidget(split, 1)
        self.setLayout(layout)

    def render(self, state: State, summary: ChangeSummary | None) -> None:  # type: ignore[override]
        """Show the state; only what is in front is made."""
        now_s = self.context.clock.now().timestamp()
        if state.estate is None and self._last is not None:
            self._show_last(self._last, now_s)
            return
        from console.presenters.business_tiles import business_tiles  # noqa: PLC0415 - not before the first paint
        from console.presenters.cell_board import cell_rows  # noqa: PLC0415

        cells = state.estate.cells if state.estate is not None else ()
        clusters = tuple(cell.cluster for cell in cells)
        servers = tuple(cell.prometheus for cell in cells if cell.prometheus)
        found = data_state(state, servers, ("signals",), now_s)
        if found.kind in {DataKind.FRESH, DataKind.EMPTY}:
            found = data_state(state, clusters, ("workloads", "pods"), now_s)
        self._banner.show_state(found)
        self._tiles.show_figures(business_tiles(state))
        self._rows = cell_rows(state)
        self._show_worst()
        self._show_diagnoses(state, now_s)
        self._board.set_rows(self._rows)
        self._board.say_when_empty(t("The estate names no cells. Add them to its file under cells."))
        self._show_lower(state)

    def recall(self, view: LastView | None) -> None:
        """Show what was last seen until the estate is open."""
        self._last = view
        if view is not None:  # at once: what is set before the first polish needs no second one
            self._show_last(view, self.context.clock.now().timestamp())

    def _show_last(self, view: LastView, now_s: float) -> None:
        self._banner.show_state(last_data(view.known_at_s, now_s))
        self._tiles.show_figures(view.figures)
        self._rows = view.cells
        self._show_worst()
        self._board.set_rows(self._rows)
        self._map.show_topology(view.topology)

    def _show_worst(self) -> None:
        """Say in a whole line what the column has no room for: which cell comes first, and why."""
        first = next((one for one in self._rows if one.health in {Health.WARNING, Health.CRITICAL}), None)
        self._worst.setVisible(first is not None)
        if first is not None:
            self._badge.show_health(first.health)
            why = " · ".join(first.reasons)
            self._why.setText(t("{cell}: {why}", cell=first.title, why=why))

    def _show_diagnoses(self, state: State, now_s: float) -> None:
        """Say what is known to be wrong; the strip is made with the first diagnosis."""
        from console.presenters.diagnosis_rows import diagnosis_rows  # noqa: PLC0415 - not before the first paint

        found = diagnosis_rows(state, now_s)
        if found and self._strip is None:
            from views.diagnosis.diagnosis_strip import DiagnosisStrip  # noqa: PLC0415

            self._strip = DiagnosisStrip(self.context.theme)
            self._strip.opened.connect(lambda row: self._go("cell", cell=row.cells[0], tab="diagnosis"))
            layout = self.layout()
            assert isinstance(layout, QBoxLayout)
            layout.insertWidget(layout.indexOf(self._worst), self._strip)
        if self._strip is not None:
            self._strip.show_rows(found)

    def lines_shown(self) -> int:
        """Return how many cells the board shows."""
        return self._board.shown_count

    def _show_lower(self, state: State) -> None:
        if state.estate is None and self._last is not None:
            return
        if self._tabs.currentIndex() == 0:
            from console.presenters.topology import topology  # noqa: PLC0415 - not before the first paint

            self._map.show_topology(topology(state, {row.key: row.health for row in self._rows}))
        else:
            from console.presenters.layer_metrics import layer_metrics  # noqa: PLC0415

            self._layer_table().set_rows(layer_metrics(state))

    def _layer_table(self) -> LayerTable:
        """Return the table of layers, made when its tab is first shown."""
        if self._layers is None:
            from views.cells.layer_table import LayerTable  # noqa: PLC0415 - not before the first paint

            self._layers = LayerTable(self.context)
            self._layers.opened.connect(lambda row: self._go("cell", cell=row.cell))
            self._layers.set_filter(self._filter)
            layout = self._layers_tab.layout()
            assert layout is not None
            layout.addWidget(self._layers)
            self._layers.show()
        return self._layers

    def _go(self, page: str, **arguments: str) -> None:
        self.context.navigate(Destination(page, **arguments))

    def _open_cell(self, row: CellRow) -> None:
        self._go("cell", cell=row.key)

    def _open_objective(self) -> None:
        """Go to the objective whose budget is worst in the cell of the cursor."""
        from console.presenters.cell_budget import worst_objective  # noqa: PLC0415 - not before the first paint

        state, chosen = self.context.session.store.state, self._board.current_row()
        cell = state.estate.cell(chosen.key) if state.estate is not None and chosen is not None else None
        worst = worst_objective(state, cell) if cell is not None else None
        self._go("slos", **({"service": worst.service, "name": worst.name} if worst is not None else {}))

    def _open_node(self, node: TopologyNode) -> None:
        if node.kind == "router":
            self._go("routing", router=node.key)
        else:
            part = node.key.partition("/")[2]
            self._go("cell", cell=node.cell, **({"service": part} if part else {}))

    def filter_text(self, text: str) -> None:
        """Filter the cells and the layers."""
        self._board.set_filter(text)
        self._filter = text
        if self._layers is not None:
            self._layers.set_filter(text)

    def focus_main(self) -> None:
        """Put the focus on the board."""
        self._board.setFocus()

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Return the keys of this page."""
        return (
            Shortcut("T", t("Show the topology"), lambda: self._tabs.setCurrentIndex(0), "overview-topology"),
            Shortcut("B", t("Show the worst error budget of this cell"), self._open_objective, "overview-objective"),
            Shortcut("A", t("Show all layers"), lambda: self._tabs.setCurrentIndex(1), "overview-layers"),
        )


def _scrolled(map_: TopologyMap) -> QScrollArea:
    area = QScrollArea()
    area.setAccessibleName(t("Topology"))
    area.setWidget(map_)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    return area
